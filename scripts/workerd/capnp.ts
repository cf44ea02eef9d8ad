/** Pieces of workerd's configuration, which is Cap'n Proto's text (workerd.capnp). */

/** Cap'n Proto's text has C's escapes; JSON's are among them, for what stands in a name, a path, an address or a PEM. */
export const quote = (text: string): string => JSON.stringify(text);

export const list = (items: readonly string[]): string => `[${items.join(", ")}]`;

/** What a service is, in workerd's words: `network = (…)`, `external = (…)`, `worker = (…)`. */
export type Service = string;

/** Leads to one address, a host and its port, whatever the URL of a request says. */
export function addressService(address: string): Service {
	return `external = (address = ${quote(address)}, http = ())`;
}

/** For Workers of a few lines any will do. */
const COMPATIBILITY_DATE = "2026-10-01";

/** A Worker of a few lines. `bindings`: the services that it asks, by the binding's name. */
export function scriptService(
	script: string,
	bindings: Readonly<Record<string, string>>,
	flags: readonly string[] = [],
): Service {
	return `worker = (
			modules = [(name = "script.js", esModule = ${quote(script)})],
			compatibilityDate = ${quote(COMPATIBILITY_DATE)},
			compatibilityFlags = ${list(flags.map(quote))},
			bindings = ${list(serviceBindings(bindings))},
		)`;
}

/** A Worker's bindings to services, by the binding's name. */
export function serviceBindings(bindings: Readonly<Record<string, string>>): string[] {
	return Object.entries(bindings).map(([name, service]) => `(name = ${quote(name)}, service = ${quote(service)})`);
}
