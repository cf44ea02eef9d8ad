import fc from "fast-check";
import { expect, test } from "vitest";
import { prettyJson } from "../../src/status/pretty-json.ts";

test("JSON is laid out a member a line", () => {
	expect(prettyJson('{"a":1,"b":[],"c":{},"d":[1,{"e":null}]}')).toBe(
		'{\n  "a": 1,\n  "b": [],\n  "c": {},\n  "d": [\n    1,\n    {\n      "e": null\n    }\n  ]\n}',
	);
});

test.each([
	[
		"numbers keep their digits",
		'{"a":12345678901234567890,"b":1.10,"c":1e400}',
		["12345678901234567890", "1.10", "1e400"],
	],
	["members that are there twice stay that", '{"a":1,"a":2}', ['"a": 1', '"a": 2']],
	["escapes stay escapes", '{"a":"\\u202e\\"\\\\{,}"}', ['"\\u202e\\"\\\\{,}"']],
])("%s", (_, json, parts) => {
	for (const part of parts) expect(prettyJson(json)).toContain(part);
});

test("whatever the value, the layout is JavaScript's own", () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
		}),
	);
});

test("whatever the text, nothing of it is lost but white space between tokens", () => {
	const bare = (text: string) => text.replace(/\s+/g, "");
	const text = fc.string({ unit: fc.constantFrom(...'{}[],:"\\ \n\ta1é\u{1f600}') });
	fc.assert(fc.property(text, (json) => bare(prettyJson(json)) === bare(json)));
});

test("deep nesting does not make it long", () => {
	const depth = 20_000;
	expect(prettyJson("[".repeat(depth) + "]".repeat(depth)).length).toBeLessThan(depth * 200);
});
