import { expect, test } from "vitest";
import { AlertTable } from "../../../../scripts/rules/export/alert-table.ts";

function table(rules: readonly string[], ...alerts: [rule: string, day: string, times?: number][]): string[] {
	const made = new AlertTable();
	for (const [rule, day, times = 1] of alerts) {
		for (let time = 0; time < times; time++) {
			made.add({ rule, time: `${day}T12:00:00.000000000Z`, priority: "Notice", output: "", json: "" });
		}
	}
	return made.toText(rules).split("\n");
}

test("alerts are counted by rule and day, in the order of the rules", () => {
	const lines = table(
		["a", "quiet", "long name"],
		["long name", "2026-03-03"],
		["a", "2026-03-02", 1_200],
		["a", "2026-03-04"],
	);
	expect(lines).toEqual([
		"rule       alerts  03-02  03-03  03-04",
		"a           1,201  1,200      ·      1",
		"long name       1      ·      1      ·",
		"all rules   1,202  1,200      1      1",
		"",
	]);
});

test("one rule needs no sum", () => {
	expect(table(["a"], ["a", "2026-03-02"])).toHaveLength(3);
});

test("more than a month is told by the month", () => {
	const days = Array.from({ length: 40 }, (_, day) =>
		new Date(Date.UTC(2025, 11, 10 + day)).toISOString().slice(0, 10),
	);
	expect(table(["a"], ...days.map((day): [string, string] => ["a", day]))).toEqual([
		"rule  alerts  2025-12  2026-01",
		"a         40       22       18",
		"",
	]);
});

test("no alerts make no table", () => {
	expect(table(["a"])).toEqual([""]);
});
