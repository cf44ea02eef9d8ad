import type { Bytes } from "./bytes.ts";
import { compileOperand } from "./filter/operand.ts";
import type { FieldSlots, Reading, Value } from "./filter/reading.ts";
import { type Extracted, isList } from "./filter/transform.ts";
import type { OutputPart, OutputTemplate } from "./output-template.ts";

/** Writes an output for an event; the text is a byte string. */
export type Render<Event> = (reading: Reading<Event>) => Bytes;

/** How an output shows that there is no value, which is not the same as an empty one. */
export const NO_VALUE = "<NA>";

/** Makes an output ready to be written (libsinsp eventformatter.cpp). */
export function compileOutput<Event>(template: OutputTemplate, slots: FieldSlots<Event>): Render<Event> {
	const parts = template.map((part) => compilePart(part, slots));
	return function output(reading) {
		let text = "";
		for (const part of parts) text += part(reading);
		return text;
	};
}

function compilePart<Event>(part: OutputPart, slots: FieldSlots<Event>): Render<Event> {
	if (part.type === "text") return () => part.text;
	const { expression, width } = part;
	const { read, toText } = compileOperand(expression, slots);
	const render: Render<Event> = (reading) => toOutput(read(reading), toText);
	return width === undefined ? render : (reading) => toWidth(render(reading), width);
}

function toOutput(extracted: Extracted | undefined, toText: (value: Value) => Bytes): Bytes {
	if (extracted === undefined) return NO_VALUE;
	return isList(extracted) ? `(${extracted.map(toText).join(",")})` : toText(extracted);
}

/** Exactly `width` bytes: cut off, or filled up with spaces. */
function toWidth(text: Bytes, width: number): Bytes {
	return text.slice(0, width).padEnd(width, " ");
}
