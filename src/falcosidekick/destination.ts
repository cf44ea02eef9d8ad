import type { Destination } from "./deliver.ts";
import { ALERT_TEXTS } from "./inert.ts";

/** What is wrong with a setting, and what to do about it. Never repeats the setting's value. */
export interface Fault {
	readonly name: string;
	/** Goes on where the name ends: `is not set: …`. */
	readonly fault: string;
}

/** The settings that say where alerts go, as the environment has them. */
export interface DestinationSettings {
	readonly FALCOSIDEKICK_URL?: string | undefined;
	/** The operator's extra request headers: a JSON object of texts. */
	readonly FALCOSIDEKICK_HEADERS?: string | undefined;
	/** How the alerts' text leaves: `inert`, unless it says `raw`. */
	readonly ALERT_TEXT?: string | undefined;
	/** A binding to send through, instead of the Internet. */
	readonly FALCOSIDEKICK?: unknown;
}

/** A VPC service or a Worker leads where it is configured to; the address only has to be one. An mTLS certificate does not. */
const BOUND_URL = "http://falcosidekick/";

/**
 * Checks where alerts are POSTed to. Falcosidekick has no authentication of its own, so it is reached through TLS, on this
 * machine, or through a binding.
 */
export function checkDestination(settings: DestinationSettings): Destination | { readonly faults: readonly Fault[] } {
	const binding = settings.FALCOSIDEKICK;
	const bound = isFetcher(binding);
	const url = settings.FALCOSIDEKICK_URL ?? (bound ? BOUND_URL : undefined);
	const headers = parseObject(settings.FALCOSIDEKICK_HEADERS ?? "{}");
	const text = ALERT_TEXTS.find((name) => name === (settings.ALERT_TEXT ?? "inert"));
	const faults = [
		...(bound || binding === undefined ? [] : [{ name: "FALCOSIDEKICK", fault: "is not a binding that can fetch" }]),
		...urlFaults(url, bound).map((fault) => ({ name: "FALCOSIDEKICK_URL", fault })),
		...headerFaults(headers).map((fault) => ({ name: "FALCOSIDEKICK_HEADERS", fault })),
		...(text === undefined ? [{ name: "ALERT_TEXT", fault: `is none of ${ALERT_TEXTS.join(", ")}` }] : []),
	];
	if (faults.length > 0 || url === undefined || headers === undefined || text === undefined) return { faults };
	return {
		url: new URL(url).href,
		headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value).trim()])),
		text,
		fetch: bound ? (address, init) => binding.fetch(address, init) : (address, init) => fetch(address, init),
	};
}

function isFetcher(value: unknown): value is { fetch: Destination["fetch"] } {
	return typeof value === "object" && value !== null && "fetch" in value && typeof value.fetch === "function";
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Paths that say 200 to a POST without taking an alert, and the one that replaces it by a test (main.go, `routes`). */
const OTHER_PATHS = /\/(ping|healthz|metrics|test)$/;

const URL_RULES: readonly (readonly [breaks: (url: URL, bound: boolean) => boolean, fault: string])[] = [
	[({ protocol }) => protocol !== "http:" && protocol !== "https:", "must start with https://"],
	[
		({ protocol, hostname }, bound) => protocol === "http:" && !bound && !LOOPBACK.test(hostname),
		"would send alerts in the clear: use https://, or a binding named FALCOSIDEKICK (http:// is for this machine only)",
	],
	[
		({ username, password }) => username !== "" || password !== "",
		"must not hold a user or a password: put an Authorization header into FALCOSIDEKICK_HEADERS",
	],
	[({ hash }) => hash !== "", "must not end in a fragment (#…)"],
	[
		({ pathname }) => pathname.includes("//"),
		"must not have // in its path: Falcosidekick answers that with a redirect",
	],
	[({ pathname }) => OTHER_PATHS.test(pathname), "leads past the place where Falcosidekick takes alerts, which is /"],
];

function urlFaults(text: string | undefined, bound: boolean): string[] {
	if (text === undefined)
		return ["is not set: give Falcosidekick's address, such as https://falcosidekick.example.com/"];
	const url = URL.parse(text);
	if (url === null) return ["is not an address such as https://falcosidekick.example.com/"];
	return URL_RULES.filter(([breaks]) => breaks(url, bound)).map(([, fault]) => fault);
}

/** Headers that are Falco's own, or the connection's. */
const RESERVED = new Set([
	"accept",
	"connection",
	"content-encoding",
	"content-length",
	"content-type",
	"expect",
	"host",
	"te",
	"transfer-encoding",
	"upgrade",
	"user-agent",
]);

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		return undefined;
	}
}

function headerFaults(headers: Readonly<Record<string, unknown>> | undefined): string[] {
	if (headers === undefined) return ['is not a JSON object of texts, such as {"Authorization": "Bearer …"}'];
	return Object.entries(headers).flatMap(([name, value]) => {
		if (typeof value !== "string") return [`has a value that is not text, of header ${JSON.stringify(name)}`];
		if (RESERVED.has(name.toLowerCase())) return [`must leave the header ${name} alone`];
		return isHeader(name, value)
			? []
			: [`has a name or value that HTTP does not allow, of header ${JSON.stringify(name)}`];
	});
}

function isHeader(name: string, value: string): boolean {
	return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value.trim());
}
