import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { compileGlob } from "../../../src/falco/filter/glob.ts";

/** Each pattern with values that it matches and values that it does not, as glibc's fnmatch has it in the C locale. */
const GLOBS: readonly [string, readonly string[], readonly string[]][] = [
	["a/*", ["a/", "a/b/c"], ["a", "b/a/"]],
	["*", ["", ".hidden", "a\nb", "/"], []],
	["*.txt", [".txt", "a/b.txt"], ["a.txt.gz"]],
	["a?c", ["abc", "a/c", "a.c"], ["ac", "abbc"]],
	["??", ["ab", "É"], ["a", "ÉÉ"]],
	["a*b*c", ["abc", "aXbYc", "abbcc", "abcbc"], ["acb", "abcd"]],
	["*a*", ["a", "bab"], ["", "b"]],
	["**a", ["a", "ba"], ["ab"]],
	["a**", ["a", "ab"], ["ba"]],
	["", [""], ["a"]],
	["\\*x", ["*x"], ["ax", "\\*x"]],
	["\\a", ["a"], ["\\a"]],
	["a\\", [], ["a", "a\\", ""]],
	["{a,b}", ["{a,b}"], ["a"]],
	["+(a)", ["+(a)"], ["a", "aa"]],

	["[a-c]x", ["ax", "bx", "cx"], ["dx", "x", "Ax"]],
	["[!a-c]", ["d", "/", "."], ["a", "", "dd"]],
	["[^a]", ["b"], ["a", "^b"]],
	["[]a]", ["]", "a"], ["[", "]a"]],
	["[!]a]", ["b"], ["]", "a"]],
	["[a-]", ["a", "-"], ["b"]],
	["[-a]", ["a", "-"], ["b"]],
	["[\\]]", ["]"], ["\\"]],
	["[a\\-c]", ["a", "-", "c"], ["b", "\\"]],
	["[c-a]", [], ["a", "b", "c"]],
	["[*?]", ["*", "?"], ["a"]],
	["[[:alpha:]]", ["a", "Z"], ["1", "_"]],
	["[[:digit:][:upper:]_]", ["1", "A", "_"], ["a"]],
	["[![:space:]]", ["a"], [" ", "\t", "\v"]],
	["[[:punct:]]", ["!", "~", "_"], ["a", " "]],
	["[[:cntrl:]]", ["\x01", "\x7f"], [" "]],
	["[[:alpha:]]*", ["élan".slice(1)], ["élan"]],
	["[[=a=]b]", ["a", "b"], ["="]],
	["[[.a.]-c]", ["a", "b", "c"], ["d", "-", "."]],
	["[a-[.c.]]", ["a", "b", "c"], ["d"]],
	["[[.-.]]", ["-"], ["."]],

	// A class that does not exist and an expression without an end are no brackets.
	["[[:nope:]]", [], ["n", ":", "[", "[[:nope:]]"]],
	["[a[:nope:]]", ["a"], ["n"]],
	["[[:al-z]", ["[", "l", "z", ":"], ["A"]],
	["[ab", ["[ab"], ["a", "b", "[a"]],
	["[", ["["], ["", "[["]],
	["[]", ["[]"], ["[", "]"]],
	["[a-", [], ["a", "-"]],
	["[a\\", [], ["a", "\\"]],
	["[[.ab.]]", [], ["a", "ab"]],
];

describe("glob", () => {
	test.each(GLOBS)("%j", (pattern, matching, other) => {
		const glob = compileGlob(toBytes(pattern), false);
		expect(matching.filter((value) => !glob(toBytes(value)))).toEqual([]);
		expect(other.filter((value) => glob(toBytes(value)))).toEqual([]);
	});

	test("an expression that ends the pattern in the midst of a range matches only what is before it", () => {
		expect(compileGlob("[a-", false)("[a-")).toBe(false);
		expect(compileGlob("[ab[.", false)("[ab[.")).toBe(false);
	});

	test("agrees with a plain reading of stars and question marks", () => {
		const matches = (pattern: string, value: string): boolean => {
			if (pattern === "") return value === "";
			if (pattern[0] === "*")
				return matches(pattern.slice(1), value) || (value !== "" && matches(pattern, value.slice(1)));
			return (
				value !== "" && (pattern[0] === "?" || pattern[0] === value[0]) && matches(pattern.slice(1), value.slice(1))
			);
		};
		const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
		const value = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
		fc.assert(
			fc.property(pattern, value, (pattern, value) => {
				expect(compileGlob(pattern, false)(value)).toBe(matches(pattern, value));
			}),
			{ numRuns: 2000 },
		);
	});

	test("many stars over a long value come to an end", () => {
		expect(compileGlob(`${"*a".repeat(100)}b`, false)("a".repeat(20_000))).toBe(false);
	});
});

describe("iglob", () => {
	test.each([
		["AdMiN*", ["admin", "ADMIN2"], ["badmin"]],
		["[a-c]", ["B", "b"], ["d", "D"]],
		["[A-C]", ["B", "b"], ["D"]],
		["\\A", ["a", "A"], []],
		["É", ["É"], ["é"]],
		["[[:upper:]]", ["A"], ["a"]],
		["[[=a=]]", ["a"], ["A"]],
	])("%j folds ASCII letters only", (pattern, matching, other) => {
		const iglob = compileGlob(toBytes(pattern), true);
		expect(matching.filter((value) => !iglob(toBytes(value)))).toEqual([]);
		expect(other.filter((value) => iglob(toBytes(value)))).toEqual([]);
	});
});
