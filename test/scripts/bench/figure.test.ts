import { expect, test } from "vitest";
import { type Figure, isMet, printFigures } from "../../../scripts/bench/figure.ts";

const figure = (changes: Partial<Figure>): Figure => ({ section: "s", name: "n", value: 5, unit: "ms", ...changes });

test.each([
	[{}, true],
	[{ most: 5 }, true],
	[{ most: 4 }, false],
	[{ least: 5 }, true],
	[{ least: 6 }, false],
	// Nothing was measured.
	[{ value: Number.NaN, most: 5 }, false],
])("%j is met: %s", (changes, met) => {
	expect(isMet(figure(changes))).toBe(met);
});

test("the table has the sections one after another, and says which targets are missed", () => {
	const lines = printFigures([
		figure({ name: "quick", most: 10 }),
		figure({ name: "slow", value: 123.4, most: 10, note: "why" }),
		figure({ section: "t", name: "free", unit: "KiB" }),
	]).split("\n");
	expect(lines[0]).toBe("s");
	expect(lines[1]).toMatch(/^ {2}quick +5\.00 ms +≤ 10 ms +met$/);
	expect(lines[2]).toMatch(/^ {2}slow +123 ms +≤ 10 ms +MISSED +why$/);
	expect(lines[4]).toBe("t");
	expect(lines[5]).toMatch(/^ {2}free +5\.00 KiB$/);
});
