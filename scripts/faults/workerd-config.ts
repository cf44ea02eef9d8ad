import { basename } from "node:path";
import type { Bundle } from "./bundle.ts";

/** Where an object's storage lies within the storage folder: workerd names a namespace's folder by its key. */
export const NAMESPACE_KEY = "okta-falco";

/**
 * workerd's configuration (workerd.capnp) for a bundle: the Worker on a free port of loopback, its objects on disk in the
 * folder `storage`, its requests let out to this machine. It belongs beside the bundle's module. `variables` are names only: their values come from workerd's own
 * environment, so that no secret lies on disk.
 */
export function workerdConfig(bundle: Bundle, storage: string, variables: readonly string[]): string {
	const bindings = [
		...bundle.objects.map(
			({ binding, className }) => `(name = ${quote(binding)}, durableObjectNamespace = ${quote(className)})`,
		),
		...variables.map((name) => `(name = ${quote(name)}, fromEnvironment = ${quote(name)})`),
	];
	const namespaces = bundle.objects.map(
		({ className }) => `(className = ${quote(className)}, uniqueKey = ${quote(NAMESPACE_KEY)}, enableSql = true)`,
	);
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		(name = "worker", worker = .worker),
		(name = "storage", disk = (path = ${quote(storage)}, writable = true)),
		(name = "internet", network = (allow = ["public", "private"])),
	],
	sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
	modules = [(name = ${quote(basename(bundle.module))}, esModule = embed ${quote(basename(bundle.module))})],
	compatibilityDate = ${quote(bundle.compatibilityDate)},
	compatibilityFlags = ${list(bundle.compatibilityFlags.map(quote))},
	bindings = ${list(bindings)},
	durableObjectNamespaces = ${list(namespaces)},
	durableObjectStorage = (localDisk = "storage"),
);
`;
}

/** Cap'n Proto's text has C's escapes; JSON's are among them, for what stands in a name or a path. */
const quote = (text: string): string => JSON.stringify(text);

const list = (items: readonly string[]): string => `[${items.join(", ")}]`;
