import fc from "fast-check";
import { expect, test } from "vitest";
import { parseUint64 } from "../../../src/falco/filter/number.ts";

const MAX = 18446744073709551615n;

test.each([
	["5", 5n],
	["+5", 5n],
	["007", 7n],
	[" \t\n5", 5n],
	["0", 0n],
	["-0", 0n],
	["-1", MAX],
	["-18446744073709551615", 1n],
	["18446744073709551615", MAX],
	["18446744073709551616", MAX],
	["99999999999999999999999", MAX],
	["-99999999999999999999999", MAX],
	["00000000000000000000000000000007", 7n],
])("%j is %s", (text, number) => {
	expect(parseUint64(text)).toBe(number);
});

test.each(["", "abc", "5 ", "5.", "1.5", "1e+1", "0x5", "0b1", "1_0", "+", "-", "+ 1", "--5", "5\0", "\xd9\xa3"])(
	"%j is no number",
	(text) => {
		expect(parseUint64(text)).toBeUndefined();
	},
);

test("every 64-bit number reads back", () => {
	fc.assert(
		fc.property(fc.bigInt({ min: 0n, max: MAX }), (number) => {
			expect(parseUint64(number.toString())).toBe(number);
			expect(parseUint64(`-${number}`)).toBe(BigInt.asUintN(64, -number));
		}),
	);
});
