import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { lowerByte, toLower, toUpper } from "../../../src/falco/filter/letter-case.ts";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const bytes = (count: number) => Array.from({ length: count }, (_, byte) => String.fromCharCode(byte)).join("");

describe.each([
	["every byte", bytes(256)],
	["ASCII", bytes(128)],
	["a letter outside ASCII", toBytes("É")],
	["nothing", ""],
])("of %s", (_, text) => {
	test("A to Z have a lower case, and nothing else", () => expect(toLower(text)).toBe(text.replace(UPPER, LOWER)));
	test("a to z have an upper case, and nothing else", () => expect(toUpper(text)).toBe(text.replace(LOWER, UPPER)));
	test("byte by byte it is the same", () => {
		const lower = Array.from(text, (byte) => String.fromCharCode(lowerByte(byte.charCodeAt(0))));
		expect(lower.join("")).toBe(toLower(text));
	});
});
