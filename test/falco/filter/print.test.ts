import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expr } from "../../../src/falco/filter/ast.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { printCondition, printField } from "../../../src/falco/filter/print.ts";
import { arbitraryExpr, awkwardBytes } from "./arbitrary-expr.ts";

/** A tree with every position set to 0, which is all that may differ between a condition and its print. */
const withoutPositions = (expr: Expr): Expr =>
	JSON.parse(JSON.stringify(expr, (key, value) => (key === "at" ? 0 : value)));

describe("printCondition", () => {
	test("gives a text that parses to the same tree", () => {
		const expr = arbitraryExpr({
			texts: [{ name: "door.name" }, { name: "door.names", argument: "0" }, { name: "door.value", argument: "" }],
			numbers: [{ name: "door.count" }, { name: "door.count.last", argument: "300" }],
			value: awkwardBytes,
			pattern: awkwardBytes,
			macros: ["opened", "android", "not_here"],
		});
		fc.assert(
			fc.property(expr, (tree) => {
				expect(withoutPositions(parseCondition(printCondition(tree)))).toEqual(tree);
			}),
			{ numRuns: 500 },
		);
	});

	test("gives a text that parses to the same tree, whatever the argument of a field", () => {
		fc.assert(
			fc.property(awkwardBytes, (argument) => {
				const tree: Expr = {
					type: "unary_check",
					left: { type: "field", name: "door.value", argument, at: 0 },
					operator: "exists",
					at: 0,
				};
				expect(withoutPositions(parseCondition(printCondition(tree)))).toEqual(tree);
			}),
		);
	});

	test.each([
		["a.b  ==   x", "a.b = x"],
		["a.b = 'x y'", 'a.b = "x y"'],
		["a.b in x", "a.b in (x)"],
		["a.b=oneof", 'a.b = "oneof"'],
		["a.b= oneof (x,y)", "a.b = oneof (x, y)"],
		["((a.b = x)) and(b or(c))", "a.b = x and (b or c)"],
		["a or b and c", "a or b and c"],
		["(a or b) and c", "(a or b) and c"],
		["a and (b and c)", "a and (b and c)"],
		["not not a", "a"],
		["not(a or b)", "not (a or b)"],
		["not (not a)", "not (not a)"],
		["a.b < 0x1F", "a.b < 0x1F"],
		["a.b = val( c.d )", "a.b = val(c.d)"],
		['join( "," ,( 1,a.b,"x" ) ) = 1', 'join(",", (1, a.b, "x")) = 1'],
		['getopt(("-a"), "a")[a] exists', 'getopt(("-a"), "a")[a] exists'],
	])("%s becomes %s", (text, canonical) => {
		expect(printCondition(parseCondition(text))).toBe(canonical);
	});

	test("prints a chain and a nest of any size", () => {
		const leaf: Expr = { type: "identifier", name: "m", at: 0 };
		const wide: Expr = { type: "or", children: Array.from({ length: 300_000 }, () => leaf) };
		expect(printCondition(wide)).toHaveLength(300_000 * "m or ".length - " or ".length);
		let deep: Expr = leaf;
		for (let level = 0; level < 50_000; level++) deep = { type: "not", child: deep };
		expect(printCondition(deep)).toHaveLength(49_999 * "not ()".length + "not m".length);
	});
});

describe("printField", () => {
	test.each([
		[{ name: "door.name" }, "door.name"],
		[{ name: "door.names", argument: "0" }, "door.names[0]"],
		[{ name: "door.value", argument: "/a/b,c(d)=e" }, "door.value[/a/b,c(d)=e]"],
		[{ name: "door.value", argument: "" }, 'door.value[""]'],
		[{ name: "door.value", argument: "a b" }, 'door.value["a b"]'],
		[{ name: "door.value", argument: `it's "it"` }, `door.value["it's \\"it\\""]`],
		[{ name: "door.value", argument: "a\\b" }, 'door.value["a\\\\b"]'],
		[{ name: "door.value", argument: "a\\" }, 'door.value["a\\x5c"]'],
	])("%j reads %s", (field, text) => {
		expect(printField(field)).toBe(text);
	});
});
