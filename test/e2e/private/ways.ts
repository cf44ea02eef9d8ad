import { addressService, quote, type Service, scriptService } from "../../../scripts/workerd/capnp.ts";
import type { Certificates } from "./certificates.ts";

/** What a binding named FALCOSIDEKICK leads to, and the services that this one asks. */
export type Way = { readonly falcosidekick: Service } & Readonly<Record<string, Service>>;

/** As a VPC service does, leads to one address, whatever the host and port of the URL. */
export function leadsTo(url: string): Way {
	return { falcosidekick: addressService(new URL(url).host) };
}

/** As an mTLS certificate does, leads where the URL says, and shows the client's certificate there. */
export function shows({ client, authority }: Certificates): Way {
	const keypair = `(privateKey = ${quote(client.key)}, certificateChain = ${quote(client.certificate)})`;
	return network(`keypair = ${keypair}, ${trusting(authority.certificate)}`);
}

/** Leads where the URL says, and has nothing to show there. */
export function showsNothing({ authority }: Certificates): Way {
	return network(trusting(authority.certificate));
}

/** Another Worker, which has a way of its own to that address. */
export function workerWithWayTo(url: string): Way {
	const script = "export default { fetch: (request, env) => env.WAY.fetch(request) };";
	return { falcosidekick: scriptService(script, { WAY: "way" }), way: addressService(new URL(url).host) };
}

function network(tlsOptions: string): Way {
	return { falcosidekick: `network = (allow = ["local"], tlsOptions = (${tlsOptions}))` };
}

function trusting(certificate: string): string {
	return `trustBrowserCas = false, trustedCertificates = [${quote(certificate)}]`;
}
