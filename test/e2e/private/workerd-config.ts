import { basename } from "node:path";
import type { Bundle } from "../../../scripts/faults/bundle.ts";
import type { Certificates } from "./certificates.ts";

/** workerd's configuration (workerd.capnp) of a service, which the Worker has as its binding FALCOSIDEKICK. */
export type Service = string;

/** As a VPC service does, leads to one address, whatever the host and port of the URL. */
export function leadsTo(url: string): Service {
	return `external = (address = ${quote(new URL(url).host)}, http = ())`;
}

/** As an mTLS certificate does, leads where the URL says, and shows the client's certificate there. */
export function shows({ client, authority }: Certificates): Service {
	const keypair = `(privateKey = ${quote(client.key)}, certificateChain = ${quote(client.certificate)})`;
	return network(`keypair = ${keypair}, ${trusting(authority.certificate)}`);
}

/** Leads where the URL says, and has nothing to show there. */
export function showsNothing({ authority }: Certificates): Service {
	return network(trusting(authority.certificate));
}

/** Another Worker, which has a way of its own to that address. */
export function workerWithWayTo(url: string): Service {
	const code = "export default { fetch: (request, env) => env.WAY.fetch(request) };";
	return `worker = (
		modules = [(name = "way.js", esModule = ${quote(code)})],
		compatibilityDate = "2026-10-01",
		bindings = [(name = "WAY", service = "way")],
	)), (name = "way", ${leadsTo(url)}`;
}

function network(tlsOptions: string): Service {
	return `network = (allow = ["local"], tlsOptions = (${tlsOptions}))`;
}

function trusting(certificate: string): string {
	return `trustBrowserCas = false, trustedCertificates = [${quote(certificate)}]`;
}

export interface Setup {
	/** Folder that keeps the object's storage. */
	readonly storage: string;
	/** Variables and secrets by name. */
	readonly variables: Readonly<Record<string, string>>;
	readonly falcosidekick: Service | undefined;
}

/** The Worker on a free port of loopback, with what wrangler.toml says of it, and this machine for an Internet. */
export function workerdConfig(bundle: Bundle, { storage, variables, falcosidekick }: Setup): string {
	const bindings = [
		...bundle.objects.map(
			({ binding, className }) => `(name = ${quote(binding)}, durableObjectNamespace = ${quote(className)})`,
		),
		...Object.entries(variables).map(([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`),
		...(falcosidekick === undefined ? [] : ['(name = "FALCOSIDEKICK", service = "falcosidekick")']),
	];
	const namespaces = bundle.objects.map(
		({ className }) => `(className = ${quote(className)}, uniqueKey = ${quote(className)}, enableSql = true)`,
	);
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		(name = "worker", worker = .worker),
		(name = "storage", disk = (path = ${quote(storage)}, writable = true)),
		(name = "internet", network = (allow = ["local"])),
		${falcosidekick === undefined ? "" : `(name = "falcosidekick", ${falcosidekick}),`}
	],
	sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
	modules = [(name = ${quote(basename(bundle.module))}, esModule = embed ${quote(basename(bundle.module))})],
	compatibilityDate = ${quote(bundle.compatibilityDate)},
	compatibilityFlags = [${bundle.compatibilityFlags.map(quote).join(", ")}],
	bindings = [${bindings.join(", ")}],
	durableObjectNamespaces = [${namespaces.join(", ")}],
	durableObjectStorage = (localDisk = "storage"),
);
`;
}

/** Cap'n Proto's text has C's escapes; JSON's are among them, for what stands in a name, an address or a PEM. */
const quote = (text: string): string => JSON.stringify(text);
