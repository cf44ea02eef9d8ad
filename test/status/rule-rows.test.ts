import { describe, expect, test } from "vitest";
import type { RuleFigures } from "../../src/org/overview.ts";
import { ruleRows } from "../../src/status/rule-rows.ts";

const NOT_PUSHED = new Set(["log.only", "log.too"]);

function figures(rule: string, lastDay: number, lastWeek = lastDay, total = lastWeek): RuleFigures {
	return { rule, lastDay, lastWeek, total, lastFired: 1 };
}

describe("what brings a rule's events", () => {
	test.each([
		[["pushed"], "event hook"],
		[["pushed", "log.only"], "partly event hook"],
		[["log.only", "log.too"], "System Log"],
		[[], "event hook"],
		[undefined, "any event"],
	])("%j: %s", (eventTypes, feed) => {
		const rule = { name: "r", priority: "Notice" as const, ...(eventTypes && { eventTypes }) };
		expect(ruleRows([rule], [], NOT_PUSHED)).toEqual([
			{ name: "r", loaded: { priority: "Notice", feed }, figures: undefined },
		]);
	});
});

test("the busiest rule comes first, by the day, the week and in all, then by name; those that are gone are kept", () => {
	const rules = ["a", "b", "quiet", "also quiet"].map((name) => ({ name, priority: "Error" as const }));
	const fired = [figures("a", 1, 9), figures("b", 2, 2), figures("gone", 2, 5), figures("old", 0, 0, 7)];
	expect(ruleRows(rules, fired, NOT_PUSHED).map(({ name, loaded }) => [name, loaded !== undefined])).toEqual([
		["gone", false],
		["b", true],
		["a", true],
		["old", false],
		["also quiet", true],
		["quiet", true],
	]);
});
