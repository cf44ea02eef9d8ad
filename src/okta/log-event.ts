/**
 * What Okta sends: a LogEvent of the System Log (Okta's Management API, schema `LogEvent`), kept as it came.
 *
 * Okta promises few types and keeps fewer promises: `null` stands wherever a value may, `version` and `postalCode` come
 * as text or number, `isProxy` as a boolean or as text, debug data as anything. So nothing here trusts a type. Each place
 * is read through `lax`, `member` and `items`, and whatever stands there becomes text through `text`.
 */
export type JsonObject = { readonly [key: string]: unknown };

/** An event that can be told from others and placed in time: the three members without which it is refused. */
export interface LogEvent extends JsonObject {
	/** Okta's id of the log record, the same in every delivery and in the System Log. Never empty. */
	readonly uuid: string;
	readonly eventType: string;
	/** When it happened, RFC 3339 as far as Okta is concerned; see `publishedTime`. */
	readonly published: string;
}

/** Whether the value is a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object's own member of that name; undefined when there is none, or when the value is not an object. */
export function member(value: unknown, key: string): unknown {
	if (!isJsonObject(value)) return undefined;
	const found = value[key];
	// What an object inherits are functions, and under __proto__ what it inherits from: neither is a value of JSON.
	return typeof found === "function" || found === Object.prototype ? undefined : found;
}

/** What stands at the end of a path of members; undefined as soon as one is missing. */
export function memberAt(value: unknown, path: readonly string[]): unknown {
	let found = value;
	for (const key of path) found = member(found, key);
	return found;
}

/**
 * A JSON value whose members are read by names that stand in the code, one behind the other: `log.client?.ipAddress`. Of text, a
 * number, an array they are undefined, as long as the name is none that these inherit, like `length` or `at`.
 */
export interface Lax {
	readonly [name: string]: Lax | null | undefined;
}

/** The object, to be read so: some times as fast as by names that are not known beforehand. */
export function lax(object: JsonObject): Lax {
	return object as Lax;
}

/** What stands at `outcome.result`. */
export function resultOf(log: JsonObject): unknown {
	return lax(log).outcome?.result;
}

/** The elements of an array; none when the value is not an array. */
export function items(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/**
 * Any JSON value as text: text as it is, a number or boolean as its JSON text, an object or array as compact JSON, null
 * and what is absent as the empty text.
 */
export function text(value: unknown): string {
	if (typeof value === "string") return value;
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? jsonText(value) : String(value);
}

/** As `text`, but what is null or absent has no value at all. */
export function optionalText(value: unknown): string | undefined {
	return value === null || value === undefined ? undefined : text(value);
}

/** Compact JSON text of a parsed value, however deep it nests. */
export function jsonText(value: unknown): string {
	// JSON knows no Infinity, but its grammar allows 1e999, which is read as one.
	if (typeof value === "number") return String(value);
	try {
		return JSON.stringify(value);
	} catch {
		return deepJsonText(value);
	}
}

/** `JSON.stringify` recurses and runs out of stack some thousands of levels down; this does not. */
function deepJsonText(root: unknown): string {
	const pieces: string[] = [];
	const todo: (() => void)[] = [];
	const write = (piece: string) => () => pieces.push(piece);
	const visit = (value: unknown) => () => {
		if (typeof value !== "object" || value === null) {
			pieces.push(JSON.stringify(value));
			return;
		}
		const isArray = Array.isArray(value);
		pieces.push(isArray ? "[" : "{");
		todo.push(write(isArray ? "]" : "}"));
		const entries = Object.entries(value);
		for (let at = entries.length - 1; at >= 0; at--) {
			const [key, child] = entries[at] as [string, unknown];
			const before = `${at > 0 ? "," : ""}${isArray ? "" : `${JSON.stringify(key)}:`}`;
			todo.push(visit(child), write(before));
		}
	};
	visit(root)();
	for (let next = todo.pop(); next !== undefined; next = todo.pop()) next();
	return pieces.join("");
}
