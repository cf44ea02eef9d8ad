import { isJsonObject, type JsonObject } from "../../src/okta/log-event.ts";

/**
 * What Falco's okta plugin makes of an event before rules see it: it is read into a Go struct and written anew, so that
 * only these members are left, in this order (plugins/okta/pkg/okta/okta.go, `LogEvent`; version 0.12.0).
 */
type Shape = { readonly [member: string]: "always" | "unless empty" | "number" | Shape | readonly [Shape] };

const PRINCIPAL = {
	id: "unless empty",
	type: "unless empty",
	alternateId: "unless empty",
	displayName: "unless empty",
} as const;

const LOG_EVENT: Shape = {
	uuid: "always",
	published: "always",
	eventType: "always",
	version: "always",
	severity: "always",
	legacyEventType: "unless empty",
	displayMessage: "always",
	actor: { id: "always", type: "always", alternateId: "unless empty", displayName: "unless empty" },
	client: {
		userAgent: { os: "unless empty", browser: "unless empty", rawUserAgent: "unless empty" },
		geographicalContext: {
			geolocation: { lat: "number", lonDe: "number" },
			city: "unless empty",
			state: "unless empty",
			country: "unless empty",
			postalCode: "unless empty",
		},
		zone: "unless empty",
		ipAddress: "unless empty",
		device: "unless empty",
		id: "unless empty",
	},
	outcome: { result: "always", reason: "unless empty" },
	target: [{ id: "always", type: "always", alternateId: "unless empty", displayName: "unless empty" }],
	transaction: { type: "unless empty", id: "unless empty" },
	debugContext: {
		debugData: {
			requestUri: "always",
			originalPrincipal: PRINCIPAL,
			behaviors: "unless empty",
			logOnlySecurityData: "unless empty",
		},
	},
	authenticationContext: {
		authenticationStep: "number",
		externalSessionId: "unless empty",
		authenticationProvider: "unless empty",
		credentialProvider: "unless empty",
	},
	securityContext: {
		asNumber: "number",
		asOrg: "unless empty",
		isp: "unless empty",
		domain: "unless empty",
		isProxy: "unless empty",
	},
};

/** An event as Okta sent it → the event that Falco's rules see. */
export function falcoPayload(log: JsonObject): JsonObject {
	return fill(LOG_EVENT, log);
}

function fill(shape: Shape, value: unknown): JsonObject {
	const filled: Record<string, unknown> = {};
	for (const [name, kind] of Object.entries(shape)) {
		const found = memberLikeGo(value, name);
		if (Array.isArray(kind)) {
			if (Array.isArray(found) && found.length > 0) filled[name] = found.map((each) => fill(kind[0] as Shape, each));
		} else if (typeof kind === "object") {
			filled[name] = fill(kind as Shape, found);
		} else if (kind === "number") {
			if (typeof found === "number" && found !== 0) filled[name] = found;
		} else {
			const text = typeof found === "string" ? found.toWellFormed() : "";
			if (text !== "" || kind === "always") filled[name] = text;
		}
	}
	return filled;
}

/** Go takes a member's name in any case, and of several the last that is not null. */
function memberLikeGo(value: unknown, name: string): unknown {
	if (!isJsonObject(value)) return undefined;
	const found = Object.entries(value).filter(
		([key, each]) => each !== null && key.toLowerCase() === name.toLowerCase(),
	);
	return found.at(-1)?.[1];
}

const ESCAPED = /[<>&\u2028\u2029]|(?<=(?:^|[^\\])(?:\\\\)*)\\[bf]/g;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };

/** JSON text as Go writes it: what HTML or JavaScript could misread is escaped, and few escapes are short. */
export function goJson(value: unknown, indent?: number): string {
	return JSON.stringify(value, null, indent).replace(
		ESCAPED,
		(found) => SHORT_ESCAPES[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
