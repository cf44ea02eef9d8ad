import { basename } from "node:path";
import type { Bundle } from "./bundle.ts";

/** Where an object's storage lies within the storage folder: workerd names a namespace's folder by its key. */
export const NAMESPACE_KEY = "okta-falco";

/** Where a Worker's requests to an org go: to a port of this machine. */
export interface OktaAt {
	readonly host: string;
	readonly port: number;
}

export interface WorkerdConfig {
	readonly bundle: Bundle;
	/** Folder of the objects' files. */
	readonly storage: string;
	/** Names only: the values come from workerd's own environment, so that no secret lies on disk. */
	readonly variables: readonly string[];
	readonly okta?: OktaAt | undefined;
}

/**
 * workerd's configuration (workerd.capnp) for a bundle: the Worker on a free port of loopback (socket `http`), its objects on
 * disk, its requests let out to this machine. A request to the socket `cron` has its cron go off. It belongs beside the
 * bundle's module.
 */
export function workerdConfig({ bundle, storage, variables, okta }: WorkerdConfig): string {
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
		(name = "cron", worker = .cron),
		(name = "storage", disk = (path = ${quote(storage)}, writable = true)),
		(name = "internet", network = (allow = ["public", "private"])),${okta === undefined ? "" : oktaServices(okta)}
	],
	sockets = [
		(name = "http", address = "127.0.0.1:0", http = (), service = "worker"),
		(name = "cron", address = "127.0.0.1:0", http = (), service = "cron"),
	],
);

const worker :Workerd.Worker = (
	modules = [(name = ${quote(basename(bundle.module))}, esModule = embed ${quote(basename(bundle.module))})],
	compatibilityDate = ${quote(bundle.compatibilityDate)},
	compatibilityFlags = ${list(bundle.compatibilityFlags.map(quote))},
	bindings = ${list(bindings)},
	durableObjectNamespaces = ${list(namespaces)},
	durableObjectStorage = (localDisk = "storage"),
	globalOutbound = ${quote(okta === undefined ? "internet" : "outside")},
);

const cron :Workerd.Worker = (
	modules = [(name = "cron.js", esModule = ${quote(CRON)})],
	compatibilityDate = ${quote(bundle.compatibilityDate)},
	compatibilityFlags = ["service_binding_extra_handlers"],
	bindings = [(name = "WORKER", service = "worker")],
);
${okta === undefined ? "" : outside(okta, bundle)}`;
}

const CRON = `export default {
	fetch: async (_, env) => Response.json(await env.WORKER.scheduled({ scheduledTime: new Date(), cron: "*/5 * * * *" })),
};`;

function oktaServices({ port }: OktaAt): string {
	return `
		(name = "okta", external = (address = "127.0.0.1:${port}", http = ())),
		(name = "outside", worker = .outside),`;
}

/** What lies outside: the org at its address, and all else. */
function outside({ host }: OktaAt, { compatibilityDate }: Bundle): string {
	const script = `export default {
	fetch: (request, env) => (new URL(request.url).host === ${quote(host)} ? env.OKTA : env.INTERNET).fetch(request),
};`;
	return `
const outside :Workerd.Worker = (
	modules = [(name = "outside.js", esModule = ${quote(script)})],
	compatibilityDate = ${quote(compatibilityDate)},
	bindings = [(name = "OKTA", service = "okta"), (name = "INTERNET", service = "internet")],
);
`;
}

/** Cap'n Proto's text has C's escapes; JSON's are among them, for what stands in a name or a path. */
const quote = (text: string): string => JSON.stringify(text);

const list = (items: readonly string[]): string => `[${items.join(", ")}]`;
