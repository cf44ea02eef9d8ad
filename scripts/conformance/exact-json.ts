/** A JSON value whose integers are exact: those beyond 2^53 are bigints. */
export type ExactJson = null | boolean | number | bigint | string | ExactJson[] | { [key: string]: ExactJson };

const INTEGER = /^-?\d+$/;

/** JSON text → value. `evt.time` is in nanoseconds, more than a number holds. */
export function parseExact(text: string): ExactJson {
	return JSON.parse(text, function exact(_key, value: unknown, context?: { readonly source?: string }) {
		const source = context?.source ?? "";
		return typeof value === "number" && !Number.isSafeInteger(value) && INTEGER.test(source) ? BigInt(source) : value;
	} as (key: string, value: unknown) => unknown) as ExactJson;
}

/** Value → compact JSON text, keys in the order in which they are. */
export function printExact(value: ExactJson): string {
	if (typeof value === "bigint") return value.toString();
	if (Array.isArray(value)) return `[${value.map(printExact).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${printExact(member)}`);
	return `{${members.join(",")}}`;
}
