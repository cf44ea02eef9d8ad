import type { Bytes } from "./bytes.ts";
import type { FieldExpr, Unplaced } from "./filter/ast.ts";
import { printField } from "./filter/print.ts";
import type { FieldSlots, Reading } from "./filter/reading.ts";
import { fieldsIn } from "./filter/walk.ts";
import { NO_VALUE } from "./output.ts";
import type { OutputTemplate } from "./output-template.ts";
import { type Written, writtenText } from "./written.ts";

/** A field of an event, as outputs print it. */
export interface WrittenField extends Written {
	/** What `output_fields` has of it: JSON with the field's own type. Left out, it is the text. */
	readonly value?: string;
}

/** The plain fields that outputs name, those inside transformers too: each is written once for an alert, wherever it stands. */
export class WrittenFields<Event> {
	readonly #writers: ((reading: Reading<Event>) => WrittenField)[] = [];
	readonly #places = new Map<Bytes, number>();
	readonly #slots: FieldSlots<Event>;

	constructor(slots: FieldSlots<Event>) {
		this.#slots = slots;
	}

	/** Takes in the fields of a template. */
	addAll(template: OutputTemplate): void {
		for (const part of template) {
			if (part.type === "token") for (const field of fieldsIn(part.expression)) this.add(field);
		}
	}

	/** Takes in a field, and tells its place among what `write` gives. */
	add(field: FieldExpr<Unplaced>): number {
		const key = printField(field);
		const known = this.#places.get(key);
		if (known !== undefined) return known;
		const place = this.#writers.push(compileWriter(field, this.#slots)) - 1;
		this.#places.set(key, place);
		return place;
	}

	/** The fields taken in so far: their keys in `output_fields`, and their places. */
	get places(): ReadonlyMap<Bytes, number> {
		return this.#places;
	}

	write(reading: Reading<Event>): WrittenField[] {
		const fields: WrittenField[] = [];
		for (const write of this.#writers) fields.push(write(reading));
		return fields;
	}
}

function compileWriter<Event>(
	{ name, argument }: FieldExpr<Unplaced>,
	slots: FieldSlots<Event>,
): (reading: Reading<Event>) => WrittenField {
	const slot = slots.slot(name, argument);
	const { type, toText = String, json: jsonOf } = slots.field(name);
	if (type === "CHARBUF" && jsonOf === undefined) {
		return function writeText(reading) {
			const text = reading.unprepared(slot);
			return text === undefined ? ABSENT : writtenText(text as string);
		};
	}
	return function writeField(reading) {
		const value = reading.unprepared(slot);
		const { text, json } = value === undefined ? ABSENT : writtenText(toText(value));
		return { text, json, value: jsonOf?.(reading.event) ?? String(value ?? null) };
	};
}

const ABSENT: WrittenField = { text: NO_VALUE, json: NO_VALUE, value: "null" };
