import { addressService, quote, scriptService } from "../workerd/capnp.ts";
import type { Surroundings } from "../workerd/workerd-config.ts";

/** Has requests to an org's host go to a port of this machine, and all others where they went. */
export function oktaAt(host: string, port: number): Surroundings {
	const script = `export default {
	fetch: (request, env) => (new URL(request.url).host === ${quote(host)} ? env.OKTA : env.INTERNET).fetch(request),
};`;
	return {
		services: {
			okta: addressService(`127.0.0.1:${port}`),
			outside: scriptService(script, { OKTA: "okta", INTERNET: "internet" }),
		},
		outbound: "outside",
	};
}
