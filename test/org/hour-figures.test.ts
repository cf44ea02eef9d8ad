import { beforeEach, expect, test } from "vitest";
import { measure } from "../../src/org/histogram.ts";
import { firstOf, HourTable, hourOf, newHour, withoutGaps } from "../../src/org/hour-figures.ts";
import { begin, START } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const HOUR = 3_600_000;

test("hours are those of UTC, and the one under way is the last of so many", () => {
	expect(hourOf(START + HOUR - 1)).toBe(START);
	expect(hourOf(START + HOUR)).toBe(START + HOUR);
	expect(firstOf(1, START + 5)).toBe(START);
	expect(firstOf(24, START + 5)).toBe(START - 23 * HOUR);
});

test("an hour comes back as it was put, and costs a row", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const table = new HourTable(storage.sql);
		const hour = { ...newHour(START), deliveries: 2, events: 3, alerts: 1, delivered: 4 };
		measure(hour.committed, 1_234);
		measure(hour.sent, 2_345);
		table.put(hour);
		expect(written()).toBe(1);
		expect(table.get(START)).toEqual(hour);
		expect(table.get(START + HOUR)).toBeUndefined();
		expect(table.since(START)).toEqual([hour]);
		expect(table.since(START + 1)).toEqual([]);
	}));

test("there are never more than of eight days, however many are put", () =>
	inStorage(({ sql }) => {
		const table = new HourTable(sql);
		for (let at = 0; at < 500; at++) table.put(newHour(START + at * HOUR));
		const kept = table.since(0).map(({ at }) => at);
		expect(kept).toHaveLength(192);
		expect(Math.min(...kept)).toBe(START + 308 * HOUR);
		// Its place is taken by another one.
		expect(table.get(START)).toBeUndefined();
	}));

test("hours of which nothing is known had nothing", () => {
	const hours = withoutGaps([{ ...newHour(START - HOUR), events: 7 }], START + 1);
	expect(hours).toHaveLength(168);
	expect(hours.slice(-3).map(({ at, events }) => [at, events])).toEqual([
		[START - 2 * HOUR, 0],
		[START - HOUR, 7],
		[START, 0],
	]);
	expect(Object.keys(hours.at(-2) ?? {})).toEqual(Object.keys(hours.at(-1) ?? {}));
});
