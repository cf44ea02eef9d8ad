import { expect, test } from "vitest";
import { rowLine, tableLines } from "../../../scripts/alerts/table.ts";

test("columns are as wide as their widest cell, and lines end where their text does", () => {
	const rows = [
		["STATE", "ID"],
		["delivered", "a:rule"],
		["dead", ""],
	];
	expect(tableLines(rows)).toEqual(["STATE      ID", "delivered  a:rule", "dead"]);
	expect(tableLines([])).toEqual([]);
});

test("a line that is too long for the terminal is cut", () => {
	expect(tableLines([["delivered", "a:rule"]], 12)).toEqual(["delivered  …"]);
	expect(tableLines([["delivered", "a:rule"]], 17)).toEqual(["delivered  a:rule"]);
});

test("nothing that a cell holds moves the cursor or breaks the line", () => {
	expect(rowLine(["a\u001b[2J\nb\u202e", "c"], [4], undefined)).toBe("a[2Jb  c");
	expect(tableLines([["\u200b\u200bx", "y"]])).toEqual(["x  y"]);
});
