import { describe, expect, test } from "vitest";
import { explainedText } from "../../../scripts/rules/explained-text.ts";
import type { Explained } from "../../../src/falco/explain.ts";

const check = (text: string, holds: boolean, ...values: [string, string | null][]): Explained => {
	return { type: "check", text, holds, values: values.map(([name, value]) => ({ text: name, value })) };
};

describe("explainedText", () => {
	test("is a tree, a part a line", () => {
		const explained: Explained = {
			type: "and",
			holds: false,
			children: [
				check("okta.result = SUCCESS", true, ["okta.result", "SUCCESS"]),
				{ type: "not", holds: false, child: check("okta.app exists", true, ["okta.app", "slack"]) },
			],
		};
		expect(explainedText(explained, false)).toBe(
			[
				"false  and",
				'true     okta.result = SUCCESS   is "SUCCESS"',
				"false    not",
				'true       okta.app exists   is "slack"',
				"",
			].join("\n"),
		);
	});

	test.each([
		["no value", check("okta.app = x", false, ["okta.app", null]), "okta.app = x   has no value"],
		["an empty one", check("okta.reason = x", false, ["okta.reason", ""]), 'okta.reason = x   is ""'],
		["two fields", check("a = val(b)", false, ["a", "1"], ["b", "2"]), 'a = val(b)   is "1"; b is "2"'],
		["what cannot be seen", check("a = x", false, ["a", "x\u202ey\u001b[31m\n"]), 'is "x\\u{202e}y\\u001b[31m\\n"'],
		["a long value", check("a = x", false, ["a", "y".repeat(500)]), `is "${"y".repeat(120)}…"`],
		["a long test", check(`a in (${"x".repeat(500)})`, false, ["a", "y"]), `(${"x".repeat(154)}…   is "y"`],
	])("shows %s", (_, explained, expected) => expect(explainedText(explained, false)).toContain(expected));

	test("is coloured when asked to be", () => {
		expect(explainedText(check("a = x", true, ["a", "x"]), true)).toContain("\u001b[32mtrue \u001b[39m");
	});
});
