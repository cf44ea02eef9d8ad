import { basename } from "node:path";
import type { Bundle } from "./bundle.ts";
import { list, quote, type Service, scriptService, serviceBindings } from "./capnp.ts";

/** Where an object's storage lies within the storage folder: workerd names a namespace's folder by its key. */
export const NAMESPACE_KEY = "okta-falco";

/** What lies around a Worker. */
export interface Surroundings {
	readonly services: Readonly<Record<string, Service>>;
	/** The Worker's own bindings to services, by the binding's name. */
	readonly bindings?: Readonly<Record<string, string>>;
	/** The service that takes its requests to the outside; unless told, `internet`, which ends at this machine. */
	readonly outbound?: string;
}

export interface WorkerdConfig {
	readonly bundle: Bundle;
	/** Folder of the objects' files. */
	readonly storage: string;
	/** Names only: the values come from workerd's own environment, so that no secret lies on disk. */
	readonly variables: readonly string[];
	readonly surroundings?: Surroundings | undefined;
}

/**
 * workerd's configuration (workerd.capnp) for a bundle: the Worker on a free port of loopback (socket `http`), its objects on
 * disk, its requests let out to this machine and no further. A request to the socket `cron` has its cron go off. It belongs
 * beside the bundle's module.
 */
export function workerdConfig({ bundle, storage, variables, surroundings }: WorkerdConfig): string {
	const { services = {}, bindings = {}, outbound = "internet" } = surroundings ?? {};
	const all = { internet: MACHINE, cron: CRON, ...services };
	const objects = bundle.objects.map(
		({ binding, className }) => `(name = ${quote(binding)}, durableObjectNamespace = ${quote(className)})`,
	);
	const values = variables.map((name) => `(name = ${quote(name)}, fromEnvironment = ${quote(name)})`);
	const namespaces = bundle.objects.map(
		({ className }) => `(className = ${quote(className)}, uniqueKey = ${quote(NAMESPACE_KEY)}, enableSql = true)`,
	);
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		(name = "worker", worker = .worker),
		(name = "storage", disk = (path = ${quote(storage)}, writable = true)),
		${Object.entries(all)
			.map(([name, service]) => `(name = ${quote(name)}, ${service}),`)
			.join("\n\t\t")}
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
	bindings = ${list([...objects, ...values, ...serviceBindings(bindings)])},
	durableObjectNamespaces = ${list(namespaces)},
	durableObjectStorage = (localDisk = "storage"),
	globalOutbound = ${quote(outbound)},
);
`;
}

const MACHINE: Service = 'network = (allow = ["local"])';

const CRON: Service = scriptService(
	`export default {
	fetch: async (_, env) => Response.json(await env.WORKER.scheduled({ scheduledTime: new Date(), cron: "*/5 * * * *" })),
};`,
	{ WORKER: "worker" },
	["service_binding_extra_handlers"],
);
