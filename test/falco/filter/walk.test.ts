import { expect, test } from "vitest";
import type { Expr } from "../../../src/falco/filter/ast.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { leavesOf } from "../../../src/falco/filter/walk.ts";

test("leaves come in the order of the text", () => {
	const leaves = leavesOf(parseCondition("a and not (b or c) and (d or not e)"));
	expect(leaves.map((leaf) => leaf.type === "identifier" && leaf.name)).toEqual(["a", "b", "c", "d", "e"]);
});

test("neither depth nor width of a tree matters", () => {
	const leaf: Expr = { type: "identifier", name: "m", at: 0 };
	let deep: Expr = leaf;
	for (let level = 0; level < 100_000; level++) deep = { type: "not", child: deep };
	expect(leavesOf({ type: "and", children: [deep, ...Array.from({ length: 100_000 }, () => leaf)] })).toHaveLength(
		100_001,
	);
});
