import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { COMPARISONS } from "../../../src/falco/filter/compare.ts";
import { plainTest } from "../../../src/falco/filter/plain.ts";
import { cutAtNul } from "../../../src/falco/filter/reading.ts";

describe("plainTest", () => {
	test.each([
		["=", ["front"], "front", true],
		["=", ["front"], "front door", false],
		["=", ["front"], "front\0door", true],
		["=", [""], "\0door", true],
		["contains", ["ont"], "front\0", true],
		["contains", ["door"], "front\0door", false],
		["startswith", ["fr", ""], "\0", true],
		["startswith", ["d", "fr"], "front", true],
		["in", ["a", "front"], "front\0door", true],
		["in", [], "front", false],
	] as const)("%s %j of %j is %s", (operator, constants, text, expected) => {
		expect(plainTest(operator, undefined, constants)?.(text)).toBe(expected);
	});

	const part = fc.constantFrom("a", "b", "ab", "é", "\0", "\ud800", "💡");
	const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(""));
	const constants = fc.array(fc.stringMatching(/^[ab]{0,3}$/), { minLength: 1, maxLength: 3 });

	test.each(["=", "contains", "startswith"] as const)("anyof %s is the same as of the byte string", (operator) => {
		fc.assert(
			fc.property(text, constants, (text, constants) => {
				const bytes = cutAtNul(toBytes(text));
				const holds = constants.some((constant) => COMPARISONS[operator](constant)(bytes));
				expect(plainTest(operator, "anyof", constants)?.(text)).toBe(holds);
			}),
		);
	});

	test.each([
		["endswith", undefined, ["t"]],
		["<", undefined, ["t"]],
		["=", undefined, ["\xc3\xa9"]],
		["in", undefined, ["a", "\xc3\xa9"]],
		["=", "allof", ["a"]],
		["contains", "oneof", ["a"]],
	] as const)("there is none for %s %s %j", (operator, modifier, constants) => {
		expect(plainTest(operator, modifier, constants)).toBeUndefined();
	});
});
