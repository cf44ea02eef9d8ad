import { isJsonObject } from "./log-event.ts";

const IS = {
	object: isJsonObject,
	array: Array.isArray,
	string: (value: unknown) => typeof value === "string",
} as const satisfies Record<string, (value: unknown) => boolean>;

/** `expected string, received null`, when a JSON value is not of the type; undefined when it is. */
export function typeFault(value: unknown, type: keyof typeof IS): string | undefined {
	if (IS[type](value)) return undefined;
	return `expected ${type}, ${value === undefined ? "but it is missing" : `received ${typeName(value)}`}`;
}

function typeName(value: unknown): string {
	if (value === null) return "null";
	return Array.isArray(value) ? "array" : typeof value;
}
