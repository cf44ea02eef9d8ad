import { describe, expect, test } from "vitest";
import { JSON_FIELDS } from "../../src/falco/json-fields.ts";
import { badgeEvent, NOON } from "./sample-event.ts";

const DOCUMENT = JSON.parse(
	'{"actor":{"name":"Ann \\"A\\"","id":null,"note":""},"count":5,"ratio":2.5,"ok":true,"list":[1,{"a":null}],"none":{}}',
);

describe.each(["json", "jevt"])("%s", (prefix) => {
	const read = (field: string, pointer?: string, document: unknown = DOCUMENT) =>
		JSON_FIELDS[`${prefix}.${field}`]!.read(pointer)(badgeEvent({}, { document }));

	test.each([
		["/actor/name", 'Ann "A"'],
		["/count", "5"],
		["/ratio", "2.5"],
		["/ok", "true"],
		["/list", '[1,{"a":null}]'],
		["/list/1", '{"a":null}'],
		["/none", "{}"],
		["", JSON.stringify(DOCUMENT)],
		// Unlike in Falco an empty text is a value and a null is none.
		["/actor/note", ""],
		["/actor/id", undefined],
		["/list/1/a", undefined],
		["/nope", undefined],
	])("value[%s]", (pointer, value) => expect(read("value", pointer)).toBe(value));

	test.each([[null], ["text"], [5], [undefined]])("has no value in a document that is %j", (document) => {
		for (const [field, pointer] of [["value", ""], ["value", "/a"], ["obj"]] as const) {
			expect(JSON_FIELDS[`${prefix}.${field}`]!.read(pointer)(badgeEvent({}, { document }))).toBeUndefined();
		}
	});

	test("obj is the document, indented", () => {
		expect(read("obj", undefined, { a: [1, {}], b: "<x>" })).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "<x>"\n}');
	});

	test("what nests so deep that it cannot be written has no value", () => {
		const abyss = { deep: JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), ok: 1 };
		expect([read("value", "/deep", abyss), read("obj", undefined, abyss)]).toEqual([undefined, undefined]);
		expect(read("value", "/ok", abyss)).toBe("1");
	});

	test("rawtime is text", () => expect(read("rawtime")).toBe(NOON.toString()));
});

test("fields under both names are the same", () => {
	const under = (prefix: string) => Object.keys(JSON_FIELDS).filter((name) => name.startsWith(prefix));
	expect(under("jevt.")).toEqual(under("json.").map((name) => name.replace("json", "jevt")));
});
