import { describe, expect, test } from "vitest";
import type { FieldTable, FieldValue } from "../../../src/falco/field.ts";
import { compileCondition } from "../../../src/falco/filter/compile.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { cutAtNul, FieldSlots, Reading } from "../../../src/falco/filter/reading.ts";
import { SAMPLE_FIELDS, type SampleEvent } from "./sample-fields.ts";

/** The sample fields, and a list of what was prepared and of what was asked of an event. */
function watched() {
	const prepared: string[] = [];
	const asked: string[] = [];
	const fields: FieldTable<SampleEvent> = Object.fromEntries(
		Object.entries(SAMPLE_FIELDS).map(([name, field]) => {
			const read = (argument: string | undefined) => {
				const text = argument === undefined ? name : `${name}[${argument}]`;
				prepared.push(text);
				const readValue = field.read(argument);
				return (event: SampleEvent): FieldValue | undefined => {
					asked.push(text);
					return readValue(event);
				};
			};
			return [name, { ...field, read }];
		}),
	);
	return { slots: new FieldSlots(fields), prepared, asked };
}

describe("FieldSlots", () => {
	test("a name and its argument have one slot, and are prepared once", () => {
		const { slots, prepared } = watched();
		const named = [
			["door.name", undefined],
			["door.names", undefined],
			["door.names", "0"],
			["door.names", "1"],
			["door.name", undefined],
			["door.names", "0"],
		] as const;
		expect(named.map(([name, argument]) => slots.slot(name, argument))).toEqual([0, 1, 2, 3, 0, 2]);
		expect(prepared).toEqual(["door.name", "door.names", "door.names[0]", "door.names[1]"]);
	});

	test("an argument reaches the field as text", () => {
		const { slots, prepared } = watched();
		slots.slot("door.value", "/\xc3\xa9");
		expect(prepared).toEqual(["door.value[/é]"]);
	});

	test.each(["door.nope", "constructor", "__proto__", ""])("knows no field %j", (name) => {
		expect(() => watched().slots.slot(name, undefined)).toThrow(`nonexistent field ${name}`);
	});
});

describe("Reading", () => {
	test("reads each field once, whether it has a value or not, and only when it is asked for", () => {
		const { slots, asked } = watched();
		const conditions = [
			"door.name = x and door.owner = y",
			"door.name contains f or door.value[/lock] exists",
			"not door.value[/a] exists and door.value[/a] != x",
			"door.count exists or door.names[0] exists",
		].map((text) => compileCondition(parseCondition(text), slots));
		const reading = new Reading<SampleEvent>({ "door.name": "front", "door.count": 0n }, slots);
		for (const condition of [...conditions, ...conditions]) condition(reading);
		expect(asked).toEqual(["door.name", "door.value[/a]", "door.count"]);
	});

	test("sees fields that rules name only after it was made", () => {
		const { slots } = watched();
		const reading = new Reading<SampleEvent>({ "door.name": "front" }, slots);
		expect(reading.get(slots.slot("door.name", undefined))).toBe("front");
	});

	test.each([
		["front", "front"],
		["", ""],
		["É", "\xc3\x89"],
		["front\0door", "front"],
		[false, false],
		[0n, 0n],
		[undefined, undefined],
	])("a value of %o reads as %o", (value, expected) => {
		const { slots } = watched();
		const slot = slots.slot("door.name", undefined);
		expect(new Reading<SampleEvent>({ "door.name": value }, slots).get(slot)).toBe(expected);
	});
});

test.each([
	["", ""],
	["a", "a"],
	["\0", ""],
	["a\0b\0c", "a"],
])("cutAtNul(%j) is %j", (text, cut) => expect(cutAtNul(text)).toBe(cut));
