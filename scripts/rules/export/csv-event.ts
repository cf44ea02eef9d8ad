import type { JsonObject } from "../../../src/okta/log-event.ts";

/**
 * The columns that the Admin Console writes (Reports, System Log, Download CSV), as exports that people published have
 * them. Its names are LogEvent's in snake case; but `published` is `timestamp`, targets are numbered from `target0`, and
 * of `request.ipChain` there is one element. What is not among them is not in the file, whatever the event held.
 */
export const CSV_COLUMNS: readonly string[] = [
	...["severity", "event_type", "display_message", "uuid", "version", "timestamp", "outcome.result", "outcome.reason"],
	...["id", "type", "display_name", "alternate_id"].map((name) => `actor.${name}`),
	...[
		"authentication_step",
		"authentication_provider",
		"credential_provider",
		"credential_type",
		"issuer",
		"external_session_id",
	].map((name) => `authentication_context.${name}`),
	...["zone", "ip_address", "device"].map((name) => `client.${name}`),
	...["raw_user_agent", "os", "browser"].map((name) => `client.user_agent.${name}`),
	...["country", "city", "postal_code", "geolocation.lon", "geolocation.lat"].map(
		(name) => `client.geographical_context.${name}`,
	),
	...["transaction.id", "transaction.type", "debug_context.debug_data.request_uri", "legacy_event_type"],
	...[0, 1, 2, 3].flatMap((at) => ["id", "type", "alternate_id", "display_name"].map((name) => `target${at}.${name}`)),
	...["postal_code", "geolocation.lon", "geolocation.lat", "geolocation.state"].map(
		(name) => `request.ip_chain.geographical_context.${name}`,
	),
	...["ip", "source", "version"].map((name) => `request.ip_chain.${name}`),
];

/** Without these a row tells nothing that a rule could go by. */
export const CSV_REQUIRED: readonly string[] = ["event_type", "timestamp"];

type Path = readonly (string | number)[];

/** Makes LogEvents of a CSV's rows. Columns that Okta adds some day are taken by the same rule: `a.b_c` is `a.bC`. */
export function csvEvents(columns: readonly string[]): (row: readonly string[]) => JsonObject {
	const paths = columns.map(pathOf);
	return (row) => {
		const event: Container = Object.create(null);
		for (const [at, path] of paths.entries()) {
			const cell = row[at];
			if (cell !== undefined && cell !== "") put(event, path, cellValue(cell, path));
		}
		return event as JsonObject;
	};
}

function pathOf(column: string): Path {
	if (column === "timestamp") return ["published"];
	// Where the export has the state of an address, LogEvent has its coordinates.
	const steps = column.replace(/\.geolocation\.state$/, ".state").split(".");
	return steps.flatMap((step): Path => {
		const [, target] = /^target(\d{1,3})$/.exec(step) ?? [];
		if (target !== undefined) return ["target", Number(target)];
		return step === "ip_chain" ? ["ipChain", 0] : [camelCase(step)];
	});
}

function camelCase(name: string): string {
	return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const NUMBERS = new Set<unknown>(["lat", "lon", "authenticationStep", "asNumber"]);

function cellValue(cell: string, path: Path): unknown {
	const number = NUMBERS.has(path.at(-1)) ? Number(cell) : Number.NaN;
	return Number.isFinite(number) ? number : cell;
}

type Container = { [key: string | number]: unknown };

/** Without a prototype, so that a column of whatever name makes a member like any other. */
function put(container: Container, [step = "", ...rest]: Path, value: unknown): void {
	if (rest.length === 0) {
		container[step] = value;
		return;
	}
	const known = container[step];
	const inner =
		typeof known === "object" && known !== null ? known : typeof rest[0] === "number" ? [] : Object.create(null);
	container[step] = inner;
	put(inner as Container, rest, value);
}
