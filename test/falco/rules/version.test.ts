import { describe, expect, test } from "vitest";
import { isCompatible, parseVersion } from "../../../src/falco/rules/version.ts";

test.each([
	["0.63.0", [0, 63, 0]],
	["1.2.3.4", [1, 2, 3]],
	["0.10.0-rc1", [0, 10, 0]],
	["0.63", undefined],
	["v0.1.0", undefined],
	["", undefined],
])("%s is %j", (text, version) => {
	expect(parseVersion(text)).toEqual(version);
});

describe("a version does for another", () => {
	test.each([
		[[0, 63, 0], [0, 63, 0], true],
		[[0, 63, 1], [0, 63, 0], true],
		[[0, 63, 0], [0, 62, 9], true],
		[[0, 63, 0], [0, 63, 1], false],
		[[0, 63, 0], [0, 64, 0], false],
		[[1, 0, 0], [0, 1, 0], false],
		[[0, 1, 0], [1, 0, 0], false],
	] as const)("%j for %j: %s", (available, required, does) => {
		expect(isCompatible(available, required)).toBe(does);
	});
});
