import type { FalcoEvent } from "./event.ts";
import type { Field, FieldTable } from "./field.ts";
import { compilePointer } from "./json-pointer.ts";

/**
 * The fields of Falco's json plugin, over the event as it arrived. Two things differ from the plugin, which only sees
 * what the source's own plugin left of the event: a null is no value, and an empty text is one.
 */
export const JSON_FIELDS: FieldTable<FalcoEvent> = {
	...fieldsUnder("json", ""),
	...fieldsUnder("jevt", " Same as the field under json."),
};

function fieldsUnder(prefix: "json" | "jevt", remark: string): Record<string, Field<FalcoEvent>> {
	return {
		[`${prefix}.value`]: {
			type: "CHARBUF",
			description: `Value at a JSON pointer: text as it is, anything else as compact JSON.${remark}`,
			argument: { kind: "key", required: true },
			read: (pointer = "") => {
				const find = compilePointer(pointer);
				return ({ document }) => (isContainer(document) ? toText(find(document)) : undefined);
			},
		},
		[`${prefix}.obj`]: {
			type: "CHARBUF",
			description: `The whole event as JSON, indented.${remark}`,
			read:
				() =>
				({ document }) =>
					isContainer(document) ? written(document, 2) : undefined,
		},
		[`${prefix}.rawtime`]: {
			type: "CHARBUF",
			description: `Time of the event as text: nanoseconds since the epoch.${remark}`,
			read: () => (event) => BigInt.asUintN(64, event.time).toString(),
		},
	};
}

function isContainer(document: unknown): boolean {
	return typeof document === "object" && document !== null;
}

function toText(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	return typeof value === "string" ? value : written(value);
}

/** Undefined of what nests so deep that writing it runs out of stack, some thousands of levels. */
function written(value: unknown, indent?: number): string | undefined {
	try {
		return JSON.stringify(value, null, indent);
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
