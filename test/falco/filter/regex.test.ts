import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { checkRegex, compileRegex } from "../../../src/falco/filter/regex.ts";

/** Patterns that Falco refuses, with RE2's reason. */
const REFUSED: readonly [string, string][] = [
	["\\d+", "invalid escape sequence: \\d"],
	["a\\b", "invalid escape sequence: \\b"],
	["\\Afoo", "invalid escape sequence: \\A"],
	["foo\\z", "invalid escape sequence: \\z"],
	["\\pL", "invalid escape sequence: \\p"],
	["\\Qa.b\\E", "invalid escape sequence: \\Q"],
	["\\C", "invalid escape sequence: \\C"],
	["[\\w.]", "invalid escape sequence: \\w"],
	["(a)\\1", "invalid escape sequence: \\1"],
	["\\8", "invalid escape sequence: \\8"],
	["\\x6", "invalid escape sequence: \\x6"],
	["\\xzz", "invalid escape sequence: \\xzz"],
	["\\x", "invalid escape sequence: \\x"],
	["\\x{}", "invalid escape sequence: \\x{}"],
	["\\x{41", "invalid escape sequence: \\x{41"],
	["\\x{110000}", "invalid escape sequence: \\x{110000"],
	["\\é", "invalid escape sequence: \\é"],
	["a\\", "trailing \\"],
	["[a\\", "trailing \\"],
	["(?i)admin", "no argument for repetition operator: ?"],
	["(?:a|b)", "no argument for repetition operator: ?"],
	["(?=a)", "no argument for repetition operator: ?"],
	["*a", "no argument for repetition operator: *"],
	["a|+", "no argument for repetition operator: +"],
	["{2}", "no argument for repetition operator: {2}"],
	["a{1001}", "invalid repetition size: {1001}"],
	["a{1,1001}", "invalid repetition size: {1,1001}"],
	["a{2,1}", "invalid repetition size: {2,1}"],
	["(a{100}){11}", "invalid repetition size: {11}"],
	["((a{500}){2}){2}", "invalid repetition size: {2}"],
	["(a|(b|c{600})){2}", "invalid repetition size: {2}"],
	["(a", "missing ): (a"],
	["((a)", "missing ): ((a)"],
	["a)", "unexpected ): a)"],
	["b[a", "missing ]: [a"],
	["b[a-", "missing ]: [a-"],
	["[]", "missing ]: []"],
	["[z-a]", "invalid character class range: z-a"],
	["[a-b-c]", "invalid character class range: -c"],
	["[[:foo:]]", "invalid character class range: [:foo:]"],
];

/** Each pattern with values that it matches and values that it does not. */
const REGEXES: readonly [string, readonly string[], readonly string[]][] = [
	["l.ne", ["line", "lÉne"], ["lines", "aline", "l\nne"]],
	["li|line", ["li", "line"], ["lin"]],
	["", [""], ["a"]],
	["()", [""], ["a"]],
	["(|a)b", ["b", "ab"], ["a"]],
	["^line$", ["line"], ["line\n"]],
	["a$[[:space:]]^b", ["a\nb"], ["a b"]],
	["(^)*a($)+", ["a"], ["aa"]],
	["abc[^x]def", ["abc\ndef", "abc-def"], ["abcxdef", "abcdef"]],
	[".*", ["", "anything"], ["two\nlines"]],
	["(.|\n)*", ["two\nlines"], []],
	["a**", ["", "aaa"], ["b"]],
	["(ab)*?", ["", "abab"], ["aba"]],
	["a+?b??", ["a", "aab"], ["abb"]],
	["a{2}", ["aa"], ["a", "aaa"]],
	["a{2,}", ["aa", "aaaa"], ["a"]],
	["a{0,1}", ["", "a"], ["aa"]],
	["a{0}b", ["b"], ["ab"]],
	["a{,2}", ["a{,2}"], ["aa"]],
	["a{x}", ["a{x}"], []],
	["}{", ["}{"], []],
	["\\.\\*\\_\\-\\/", [".*_-/"], ["a*_-/"]],
	["\\x41\\x{e9}\\x{1F600}\\101", ["Aé😀A"], []],
	["a\\tb\\nc\\012\\r\\f\\v\\a", ["a\tb\nc\n\r\f\v\x07"], []],
	["[]a]+", ["]a]"], ["b"]],
	["[^]a]", ["b"], ["]", "a"]],
	["[a-]+", ["a-a"], ["b"]],
	["[--a]", ["-", "A", "a"], ["+"]],
	["[\\]\\n-]", ["]", "\n", "-"], ["\\"]],
	["[.$*(|]+", [".$*(|"], ["a"]],
	["[[:alpha:]_]+", ["abc_"], ["é", "1"]],
	["[[:^digit:]]", ["a", "é"], ["1"]],
	["[^[:upper:]]", ["a"], ["A"]],
	["[é-ü]", ["ï"], ["É", "z"]],
	["日本?", ["日", "日本"], ["本"]],
	[".", ["é", "😀", "\ufffd"], ["", "ab"]],
	["[^a]", ["😀"], ["a"]],
	["(ab|a)(c|bcd)", ["abc", "abcd", "ac", "abbcd"], ["abcdd"]],
	["[a-z0-9.]+@example\\.com", ["ann.b@example.com"], ["ann@examplexcom"]],
];

describe("checkRegex", () => {
	test.each(REFUSED)("refuses %j: %s", (pattern, reason) => expect(checkRegex(toBytes(pattern))).toBe(reason));

	test.each(REGEXES)("passes %j", (pattern) => expect(checkRegex(toBytes(pattern))).toBeUndefined());

	test("refuses bytes that are no text", () => expect(checkRegex("a\xff")).toBe("invalid UTF-8"));

	test("passes what is deep, if it is no longer than a constant may be", () => {
		const deep = `${"(".repeat(127)}a${")".repeat(127)}`;
		expect(checkRegex(deep)).toBeUndefined();
		expect(compileRegex(deep)("a")).toBe(true);
		expect(compileRegex(`a${"*".repeat(254)}`)("aaa")).toBe(true);
		expect(compileRegex("(a{1,10}){1,100}")("a".repeat(1001))).toBe(false);
	});
});

describe("compileRegex", () => {
	test.each(REGEXES)("%j", (pattern, matching, other) => {
		const regex = compileRegex(toBytes(pattern));
		expect(matching.filter((value) => !regex(toBytes(value)))).toEqual([]);
		expect(other.filter((value) => regex(toBytes(value)))).toEqual([]);
	});

	test("takes bytes that are no text for U+FFFD", () => {
		expect(compileRegex(toBytes("a\ufffdb"))("a\xffb")).toBe(true);
		expect(compileRegex("a.b")("a\xffb")).toBe(true);
	});

	test.each([
		["(a+)+b", "a"],
		["(a|a)*b", "a"],
		["(a?){100}a{100}b", "a"],
		["(a|b)*a(a|b){18}", "ab"],
		["(.*)(.*)(.*)(.*)x", "ab"],
	])("%j over a megabyte of %j comes to an end", (pattern, unit) => {
		expect(compileRegex(pattern)(`${unit.repeat(1_000_000 / unit.length)}!`)).toBe(false);
	});
});
