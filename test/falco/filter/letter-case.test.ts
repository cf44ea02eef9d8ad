import { expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { lowerByte, toLower, toUpper } from "../../../src/falco/filter/letter-case.ts";

test("folds A to Z and leaves every other byte alone", () => {
	const every = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("");
	expect(toLower(every)).toBe(every.replace("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"));
	expect(toUpper(every)).toBe(every.replace("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
	expect(Array.from(every, (_, byte) => String.fromCharCode(lowerByte(byte))).join("")).toBe(toLower(every));
});

test("a letter outside ASCII has no other case", () => expect(toLower(toBytes("É"))).toBe(toBytes("É")));
