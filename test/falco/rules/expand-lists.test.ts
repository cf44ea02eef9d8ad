import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ListExpander, replacementFor } from "../../../src/falco/rules/expand-lists.ts";
import { Budget, LIMITS } from "../../../src/falco/rules/limits.ts";
import { SourceText } from "../../../src/falco/rules/source-text.ts";

type Lists = Readonly<Record<string, readonly string[]>>;

const FILE = { name: "0.yaml", text: "" };

function expander(lists: Lists): ListExpander {
	return new ListExpander(
		Object.entries(lists).map(([name, items], position) => ({ name, position, replacement: replacementFor(items) })),
	);
}

function source(text: string): SourceText {
	return SourceText.of({ ...FILE, text }, { kind: "scalar", text, at: 0, end: text.length });
}

const expand = (text: string, lists: Lists) => expander(lists).expand(source(text), new Budget(LIMITS.listExpansion));

describe("lists in conditions", () => {
	test.each<[string, string, Lists, string]>([
		["become their items", "f in (l)", { l: ["a", "b"] }, "f in ( a, b )"],
		["take the blanks around them along", "f in (q , l , r)", { l: ["a"] }, "f in (q , a , r)"],
		["stand between delimiters only", "f in (xl, l-x, l.x, l)", { l: ["a"] }, "f in (xl, l-x, l.x, a )"],
		["are found in quotes as well", 'f = "x l y"', { l: ["a"] }, 'f = "x a y"'],
		["quote items with a space", "f in (l)", { l: ["a b", '"c d"', "'e f'", "g"] }, `f in ( "a b", "c d", 'e f', g )`],
		["quote nothing else", "f in (l)", { l: ["a,b", "(c", 'd"'] }, 'f in ( a,b, (c, d" )'],
		["lose empty items in front", "f in (l)", { l: ["", "a", ""] }, "f in ( a,  )"],
		["that are empty take the comma before them", "f in (q, l, r)", { l: [] }, "f in (q  , r)"],
		["that are empty take the comma behind them", "f in (l, r)", { l: [] }, "f in (   r)"],
		["that are empty may leave nothing", "f in (l)", { l: [] }, "f in (  )"],
		["may stand for several", "f in (l) or g in (l,l)", { l: ["a"] }, "f in ( a ) or g in ( a , a )"],
		["come in the order of their definitions", "f in (first)", { first: ["second"], second: ["a"] }, "f in ( a )"],
		["do not look back", "f in (second)", { first: ["a"], second: ["first"] }, "f in ( first )"],
		["do not go into themselves", "f in (l)", { l: ["l", "a"] }, "f in ( l, a )"],
		["may have a name of several words", "f in (my list, x)", { "my list": ["a"] }, "f in ( a , x)"],
		["at the beginning leave out what touches them", "l l", { l: ["a"] }, "a l"],
		["are compared as they are written", "f in (L)", { l: ["a"] }, "f in (L)"],
	])("%s", (_what, text, lists, expected) => {
		expect(expand(text, lists)?.text.text).toBe(expected);
	});

	test("are known to be used", () => {
		expect(expand("f in (a, b)", { a: ["x"], b: ["c"], c: ["y"], d: ["z"] })?.used).toEqual(["a", "b", "c"]);
	});

	test("point to where their names stand", () => {
		const text = expand("f in (l, x) and g = 1", { l: ["aaaa", "bbbb"] })?.text;
		const placeOf = (part: string) => text?.placeOf(text.text.indexOf(part))?.offset;
		expect([placeOf("f in"), placeOf("aaaa"), placeOf("bbbb"), placeOf("x)"), placeOf("g = 1")]).toEqual([
			0, 6, 6, 9, 16,
		]);
	});

	test("must not make a condition too long, or all of them", () => {
		const lists = { l: ["x".repeat(LIMITS.conditionLength / 2)] };
		expect(expand("f in (l)", lists)).toBeDefined();
		expect(expand("f in (l, l)", lists)).toBeUndefined();
		expect(expander({ l: ["a"] }).expand(source("f in (l)"), new Budget(3))).toBeUndefined();
	});
});

/** The same in the plainest way: libsinsp's loop, on strings (rule_loader_compiler.cpp, `resolve_list`). */
function substituteAll(text: string, lists: Lists): string {
	let result = text;
	for (const [name, items] of Object.entries(lists)) {
		const replacement = replacementFor(items);
		for (let start = result.indexOf(name); start !== -1; start = result.indexOf(name, start + 1)) {
			let end = start + name.length;
			const isDelimiter = (at: number) => at < 0 || at >= result.length || " \t\n\r(),=".includes(result.charAt(at));
			if (!isDelimiter(start - 1) || !isDelimiter(end)) continue;
			while (start > 0 && " \t\n\r".includes(result.charAt(start - 1))) start--;
			while (end < result.length && " \t\n\r".includes(result.charAt(end))) end++;
			if (replacement === "" && start > 0 && result.charAt(start - 1) === ",") start--;
			else if (replacement === "" && result.charAt(end) === ",") end++;
			result = `${start > 0 ? `${result.slice(0, start)} ` : ""}${replacement} ${result.slice(end)}`;
			start += replacement.length + 1;
		}
	}
	return result;
}

test("whatever the text, the outcome is that of Falco's own loop", () => {
	const word = fc.constantFrom("l", "m", "n", "l m", "x", " ", "\t", "(", ")", ",", ", ", "=", '"', "");
	const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(""));
	const items = fc.array(fc.constantFrom("a", "m", "n", "b c", "", "l"), { maxLength: 3 });
	fc.assert(
		fc.property(text, items, items, items, items, (condition, l, m, n, lm) => {
			const lists = { l, m, "l m": lm, n };
			const expanded = expand(condition, lists)?.text;
			expect(expanded?.text).toBe(substituteAll(condition, lists));
			expect(expanded?.pieces.map((piece) => piece.text).join("")).toBe(expanded?.text);
		}),
		{ numRuns: 2000 },
	);
});
