import { describe, expect, test } from "vitest";
import { NOT_SWEPT, neededSince, restart, type SweepState, startOf } from "../../src/org/sweep-state.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2040, 5, 1);

const NEXT = "https://acme.okta.com/api/v1/logs?after=x";

const state = (changes: Partial<SweepState>): SweepState => ({ ...NOT_SWEPT, ...changes });

describe("a sweep begins", () => {
	test("an hour ago, the first time", () => {
		expect(startOf(NOT_SWEPT, NOW, NOW - DAY)).toEqual({ at: { since: NOW - HOUR } });
	});

	test.each([
		["where the last one ended", 5 * 60_000, 5 * 60_000],
		["there after days too", 7 * DAY, 7 * DAY],
	])("%s", (_, nextAge, sweptAge) => {
		const before = state({ next: NEXT, nextAt: NOW - nextAge, sweptTo: NOW - sweptAge });
		expect(startOf(before, NOW, NOW - 7 * DAY)).toEqual({ at: new URL(NEXT) });
	});

	test.each([
		["the cursor is too old", { next: NEXT, nextAt: NOW - 7 * DAY - 1 }],
		["there is no cursor", { next: null, nextAt: NOW }],
		["the cursor is none", { next: "?", nextAt: NOW }],
	])("an hour before what was read, when %s", (_, changes) => {
		const before = state({ sweptTo: NOW - 10 * DAY, ...changes });
		expect(startOf(before, NOW, NOW - 30 * DAY)).toEqual({ at: { since: NOW - 10 * DAY - HOUR } });
	});

	test("not where the cursor is, when events from there on are no longer recognised", () => {
		const before = state({ next: NEXT, nextAt: NOW - HOUR, sweptTo: NOW - 10 * DAY });
		expect(startOf(before, NOW, NOW - 7 * DAY)).toEqual({
			at: { since: NOW - 7 * DAY },
			gap: { from: NOW - 10 * DAY, to: NOW - 7 * DAY },
		});
	});

	test("no earlier than Okta's log does", () => {
		expect(restart(NOW - 100 * DAY, NOW, 0)).toEqual({
			at: { since: NOW - 90 * DAY },
			gap: { from: NOW - 100 * DAY, to: NOW - 90 * DAY },
		});
	});
});

test("events have to be recognised from an hour before what was read, and no longer than Okta keeps them", () => {
	expect(neededSince(NOT_SWEPT, NOW)).toBeUndefined();
	expect(neededSince(state({ sweptTo: NOW - 20 * DAY }), NOW)).toBe(NOW - 20 * DAY - HOUR);
	expect(neededSince(state({ sweptTo: NOW - 200 * DAY }), NOW)).toBe(NOW - 90 * DAY);
});
