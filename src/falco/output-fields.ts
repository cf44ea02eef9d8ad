import { type Bytes, toBytes, toText } from "./bytes.ts";
import type { FieldExpr, Unplaced } from "./filter/ast.ts";
import { printField } from "./filter/print.ts";
import type { FieldSlots, Reading } from "./filter/reading.ts";
import type { ExtraField } from "./rule-set.ts";
import type { WrittenField, WrittenFields } from "./written-fields.ts";
import { compileText } from "./written-text.ts";

type WriteJson<Event> = (reading: Reading<Event>, fields: readonly WrittenField[]) => string;

/**
 * Makes an alert's `output_fields` ready to be written as JSON (libsinsp eventformatter.cpp, falco formats.cpp). Its
 * keys are the plain fields that were taken in, and the extra fields, which win over them; they are in the order of their
 * bytes. A transformer's result is no field.
 */
export function compileOutputFields<Event>(
	fields: WrittenFields<Event>,
	extraFields: readonly ExtraField[],
	slots: FieldSlots<Event>,
): WriteJson<Event> {
	const writers = new Map<Bytes, WriteJson<Event>>();
	for (const [key, place] of [...fields.places]) writers.set(key, valueAt(place));
	for (const extra of extraFields) writers.set(toBytes(extra.key), compileExtraField(extra, fields, slots));
	const entries = [...writers]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, write], index) => ({ start: `${index === 0 ? "" : ","}${JSON.stringify(toText(key))}:`, write }));
	return function outputFields(reading, values) {
		let json = "{";
		for (const { start, write } of entries) json += start + write(reading, values);
		return `${json}}`;
	};
}

function valueAt<Event>(place: number): WriteJson<Event> {
	return (_, fields) => (fields[place] as WrittenField).value;
}

/** A template's text, or the field that is named, with its own type. */
function compileExtraField<Event>(
	extra: ExtraField,
	fields: WrittenFields<Event>,
	slots: FieldSlots<Event>,
): WriteJson<Event> {
	if ("field" in extra) {
		const field = readKey(toBytes(extra.field), slots);
		return field === undefined ? () => "null" : valueAt(fields.add(field));
	}
	const write = compileText(extra.template, fields, slots);
	return (reading, values) => `"${write(reading, values).json}"`;
}

const KEY = /^([^[]+)(?:\[(.*)\])?$/s;
const INDEX = /^(?:0|[1-9][0-9]*)$/;

/**
 * The field that has this very text for its key; undefined when none has. An extra field may name anything an output
 * may, `evt.times` or `tolower(…)` too: Falco finds nothing under such a key.
 */
function readKey<Event>(key: Bytes, slots: FieldSlots<Event>): FieldExpr<Unplaced> | undefined {
	const [, name = "", argument] = KEY.exec(key) ?? [];
	const field = slots.find(name);
	if (field === undefined) return undefined;
	const takes = field.argument;
	if (argument === undefined) return takes?.required ? undefined : { type: "field", name };
	if (takes === undefined || (takes.kind === "index" && !INDEX.test(argument))) return undefined;
	return printField({ name, argument }) === key ? { type: "field", name, argument } : undefined;
}
