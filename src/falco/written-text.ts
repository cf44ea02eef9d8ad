import type { FieldSlots, Reading } from "./filter/reading.ts";
import { compileOutput } from "./output.ts";
import type { OutputPart, OutputTemplate } from "./output-template.ts";
import { joined, type Piece, type Written, written } from "./written.ts";
import type { WrittenField, WrittenFields } from "./written-fields.ts";

/** Writes an output, given the event's fields as `fields.write` gives them. */
export type WriteText<Event> = (reading: Reading<Event>, fields: readonly WrittenField[]) => Written;

/** Makes an output ready to be written in an alert. Takes in the fields that it names. */
export function compileText<Event>(
	template: OutputTemplate,
	fields: WrittenFields<Event>,
	slots: FieldSlots<Event>,
): WriteText<Event> {
	fields.addAll(template);
	const parts = template.map((part) => compilePart(part, fields));
	if (!parts.every((part) => part !== undefined)) {
		// Cut or made anew, bytes need not be whole characters: only all of them together can be told as text.
		const render = compileOutput(template, slots);
		return (reading) => written(render(reading));
	}
	return function writeText(_, values) {
		return joined(parts, values);
	};
}

/** Plain text, or the place of a field; undefined for anything but whole fields. */
function compilePart<Event>(part: OutputPart, fields: WrittenFields<Event>): Piece | undefined {
	if (part.type === "text") return written(part.text);
	const { expression, width } = part;
	return expression.type === "field" && width === undefined ? fields.add(expression) : undefined;
}
