import { describe, expect, test } from "vitest";
import { matchesWildcard } from "../../../src/falco/rules/select.ts";

describe("patterns of rule names", () => {
	test.each([
		["Sign-in failed", "Sign-in failed", true],
		["Sign-in failed", "Sign-in failed twice", false],
		["sign-in failed", "Sign-in failed", false],
		["Sign-in*", "Sign-in failed", true],
		["*failed", "Sign-in failed", true],
		["*in*fail*", "Sign-in failed", true],
		["*", "anything", true],
		["*", "", true],
		["foo*baz", "foobaz", true],
		["foo**baz", "foo bar baz", true],
		["a.c", "abc", false],
		["[ab]", "a", false],
	])("%s fits %s: %s", (pattern, name, fits) => {
		expect(matchesWildcard(pattern, name)).toBe(fits);
	});

	test.each([
		["*OKTA", "OKTA x OKTA"],
		["*abc", "abcabc"],
	])("%s does not fit %s: the first occurrence is taken, as in Falco", (pattern, name) => {
		expect(matchesWildcard(pattern, name)).toBe(false);
	});
});
