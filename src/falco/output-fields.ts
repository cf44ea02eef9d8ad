import { type Bytes, toBytes, toText } from "./bytes.ts";
import type { FieldExpr, Unplaced } from "./filter/ast.ts";
import { printField } from "./filter/print.ts";
import type { FieldSlots, Reading } from "./filter/reading.ts";
import type { ExtraField } from "./rule-set.ts";
import type { WrittenField, WrittenFields } from "./written-fields.ts";
import { compileText } from "./written-text.ts";

type WriteJson<Event> = (reading: Reading<Event>, fields: readonly WrittenField[]) => string;

/** Gives one of the fields. */
type Give<Event> = (reading: Reading<Event>, fields: readonly WrittenField[]) => WrittenField;

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
	const givers = new Map<Bytes, Give<Event>>();
	for (const [key, place] of [...fields.places]) givers.set(key, fieldAt(place));
	for (const extra of extraFields) givers.set(toBytes(extra.key), compileExtraField(extra, fields, slots));
	const entries = [...givers]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, give], index) => {
			const start = `${index === 0 ? "" : ","}${JSON.stringify(toText(key))}:`;
			return { start, startOfText: `${start}"`, give };
		});
	return function outputFields(reading, values) {
		let json = "{";
		for (const { start, startOfText, give } of entries) {
			const field = give(reading, values);
			json += field.value === undefined ? `${startOfText}${field.json}"` : start + field.value;
		}
		return `${json}}`;
	};
}

function fieldAt<Event>(place: number): Give<Event> {
	return (_, fields) => fields[place] as WrittenField;
}

const NULL: WrittenField = { text: "", json: "", value: "null" };

/** A template's text, or the field that is named, with its own type. */
function compileExtraField<Event>(
	extra: ExtraField,
	fields: WrittenFields<Event>,
	slots: FieldSlots<Event>,
): Give<Event> {
	if ("field" in extra) {
		const field = readKey(toBytes(extra.field), slots);
		return field === undefined ? () => NULL : fieldAt(fields.add(field));
	}
	return compileText(extra.template, fields, slots);
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
