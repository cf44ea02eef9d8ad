import { type Bytes, toBytes, toText } from "./bytes.ts";
import type { FieldValue } from "./field.ts";
import type { FieldExpr, Unplaced } from "./filter/ast.ts";
import { printField } from "./filter/print.ts";
import type { FieldSlots, Reading } from "./filter/reading.ts";
import { fieldsIn } from "./filter/walk.ts";
import { compileOutput } from "./output.ts";
import type { OutputTemplate } from "./output-template.ts";
import type { ExtraField } from "./rule-set.ts";

type WriteJson<Event> = (reading: Reading<Event>) => string;

/**
 * Makes an alert's `output_fields` ready to be written as JSON (libsinsp eventformatter.cpp, falco formats.cpp). Its
 * keys are the plain fields that `template` names, those inside transformers too, and the extra fields, which win over
 * them; they are in the order of their bytes. A transformer's result is no field.
 */
export function compileOutputFields<Event>(
	template: OutputTemplate,
	extraFields: readonly ExtraField[],
	slots: FieldSlots<Event>,
): WriteJson<Event> {
	const writers = new Map<Bytes, WriteJson<Event>>();
	for (const field of fieldsOf(template)) writers.set(printField(field), compileField(field, slots));
	for (const field of extraFields) writers.set(toBytes(field.key), compileExtraField(field, slots));
	const entries = [...writers]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, write], index) => ({ start: `${index === 0 ? "" : ","}${JSON.stringify(toText(key))}:`, write }));
	return function outputFields(reading) {
		let json = "{";
		for (const { start, write } of entries) json += start + write(reading);
		return `${json}}`;
	};
}

function fieldsOf(template: OutputTemplate): FieldExpr<Unplaced>[] {
	return template.flatMap((part) => (part.type === "token" ? fieldsIn(part.expression) : []));
}

function compileField<Event>({ name, argument }: FieldExpr<Unplaced>, slots: FieldSlots<Event>): WriteJson<Event> {
	const slot = slots.slot(name, argument);
	const { readJson } = slots.field(name);
	if (readJson !== undefined) return ({ event }) => toJson(readJson(event));
	return function fieldToJson(reading) {
		const value = reading.get(slot);
		return toJson(typeof value === "string" ? toText(value) : value);
	};
}

function toJson(value: FieldValue | undefined): string {
	if (value === undefined) return "null";
	return typeof value === "string" ? JSON.stringify(value) : value.toString();
}

/** A template's text, or the field that is named, with its own type. */
function compileExtraField<Event>(extra: ExtraField, slots: FieldSlots<Event>): WriteJson<Event> {
	if ("field" in extra) {
		const field = readKey(toBytes(extra.field), slots);
		return field === undefined ? () => "null" : compileField(field, slots);
	}
	const render = compileOutput(extra.template, slots);
	return (reading) => JSON.stringify(toText(render(reading)));
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
