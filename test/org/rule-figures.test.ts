import { beforeEach, expect, test } from "vitest";
import { RuleTable } from "../../src/org/rule-figures.ts";
import { begin, START } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const HOUR = 3_600_000;
const NONE = { at: 0, rules: new Map() };

function fired(at: number, ...rules: readonly string[]) {
	return { at, rules: new Map(rules.map((rule) => [rule, { times: 2, last: at + 1 }])) };
}

test("a rule's parts of an hour add up, also with what is not in the table yet", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const table = new RuleTable(storage.sql);
		table.add(fired(START - HOUR, "One"));
		written();
		table.add(fired(START - HOUR, "One"));
		expect(written()).toBe(1);
		expect(table.figures(START, fired(START, "One", "Two"))).toEqual([
			{ rule: "One", lastDay: 6, lastWeek: 6, total: 6, lastFired: START + 1 },
			{ rule: "Two", lastDay: 2, lastWeek: 2, total: 2, lastFired: START + 1 },
		]);
		expect(table.figures(START + 23 * HOUR, NONE)).toMatchObject([{ lastDay: 0, lastWeek: 4, total: 4 }]);
	}));

test("hours in which a rule fired are told to the hour, for a day and a week", () =>
	inStorage(({ sql }) => {
		const table = new RuleTable(sql);
		for (const hours of [168, 167, 24, 23]) table.add(fired(START - hours * HOUR, "One"));
		expect(table.figures(START, NONE)).toMatchObject([{ lastDay: 2, lastWeek: 6, total: 8 }]);
	}));

test("of too many rules those are forgotten that fired least recently", () =>
	inStorage(({ sql }) => {
		const table = new RuleTable(sql, 3);
		table.add(fired(START, "Old", "Older"));
		table.add(fired(START + HOUR, "Old"));
		table.add(fired(START + 2 * HOUR, "New", "Newer"));
		const names = table.figures(START, NONE).map(({ rule }) => rule);
		expect(names.toSorted()).toEqual(["New", "Newer", "Old"]);
	}));
