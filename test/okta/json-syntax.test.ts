import { expect, test } from "vitest";
import { parseJson } from "../../src/okta/json-syntax.ts";

test("JSON is parsed", () => {
	expect(parseJson('{"a": [1, null]}')).toEqual({ ok: true, value: { a: [1, null] } });
});

test.each([
	["{", "line 1 column 2"],
	["[1, 2", "line 1 column 6"],
	['{"a": 1,}', "line 1 column 9"],
	['{"a" 1}', "line 1 column 6"],
	['{"a": 1} x', "line 1 column 10"],
	['{\n"a": undefined}', 'Unexpected "u" (line 2 column 6)'],
	['{"a": tru}', 'Unexpected "}" (line 1 column 10)'],
	["nul", "line 1 column 4"],
	["<html>", 'Unexpected "<" (line 1 column 1)'],
	["grant_type=x", 'Unexpected "g" (line 1 column 1)'],
	['{"a": "x\ny"}', "line 1 column 9"],
	[`[${'"long text before it",'.repeat(500)}\n?]`, 'Unexpected "?" (line 2 column 1)'],
])("%j is not JSON, and the reason says where", (text, reason) => {
	expect(parseJson(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
});

test("a reason repeats no more of the text than one character", () => {
	const parsed = parseJson('{"password": "hunter2", oops}');
	expect(parsed).toEqual({ ok: false, reason: expect.not.stringContaining("hunter2") });
	const token = parseJson('{"password": "hunter2", "x": oops}');
	expect(token).toEqual({ ok: false, reason: 'Unexpected "o" (line 1 column 30)' });
});
