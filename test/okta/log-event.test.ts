import { describe, expect, test } from "vitest";
import { items, jsonText, member, memberAt, optionalText, text } from "../../src/okta/log-event.ts";

describe("member", () => {
	const hostile = JSON.parse('{"__proto__": {"admin": "yes"}, "actor": {"id": null}}');

	test.each([
		["a member", hostile, ["actor", "id"], null],
		["a missing member", hostile, ["actor", "name"], undefined],
		["a member named like the prototype", hostile, ["__proto__", "admin"], "yes"],
		["nothing that an own member named __proto__ would lend", hostile, ["admin"], undefined],
		["nothing inherited", hostile, ["toString"], undefined],
		["nothing of an array", { target: ["x"] }, ["target", "0"], undefined],
		["nothing of text", { actor: "x" }, ["actor", "length"], undefined],
		["nothing of null", { actor: null }, ["actor", "id"], undefined],
	])("gives %s", (_, object, path, expected) => {
		expect(memberAt(object, path)).toBe(expected);
	});

	test("of what is no object is undefined", () => {
		for (const value of [null, undefined, 1, "x", true, []]) expect(member(value, "id")).toBeUndefined();
	});
});

test("items are those of an array, and of nothing else", () => {
	expect(items([null, 1])).toEqual([null, 1]);
	for (const value of [null, undefined, {}, { 0: "x", length: 1 }, "ab", 3]) expect(items(value)).toEqual([]);
});

describe("text", () => {
	test.each([
		["Ünïcode \ud800", "Ünïcode \ud800"],
		["", ""],
		[null, ""],
		[undefined, ""],
		[true, "true"],
		[false, "false"],
		[0, "0"],
		[94103, "94103"],
		[-1.5, "-1.5"],
		[JSON.parse("1e999"), "Infinity"],
		[["a", null, { b: 1 }], '["a",null,{"b":1}]'],
		[{}, "{}"],
		[{ a: "ü", b: [] }, '{"a":"ü","b":[]}'],
	])("of %j is %j", (value, expected) => {
		expect(text(value)).toBe(expected);
	});

	test("of null is no text where a value is optional", () => {
		expect(optionalText(null)).toBeUndefined();
		expect(optionalText(undefined)).toBeUndefined();
		expect(optionalText("")).toBe("");
		expect(optionalText(false)).toBe("false");
	});
});

test("JSON text does not run out of stack", () => {
	const json = `${'{"a":[1,null,"\\ud800",true,{},[],'.repeat(100_000)}0${"]}".repeat(100_000)}`;
	expect(jsonText(JSON.parse(json)) === json).toBe(true);
});
