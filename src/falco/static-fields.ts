import type { FieldTable } from "./field.ts";

/** Falco's `static_fields`: `static.NAME` for each of the names, with the same value for every event. */
export function staticFields(values: Readonly<Record<string, string>> = {}): FieldTable<unknown> {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			`static.${name}`,
			{ type: "CHARBUF", description: "A value of static_fields in the configuration.", read: () => () => value },
		]),
	);
}
