import { describe, expect, test } from "vitest";
import { type FeedFacts, isOver, type Silence, silenceOf } from "../../src/org/silence.ts";
import { NOT_SWEPT } from "../../src/org/sweep-state.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PATIENCE = DAY;

/** A Tuesday at noon. */
const NOW = Date.UTC(2040, 0, 3, 12);

const { next: _, ...NOTHING } = NOT_SWEPT;
const SWEPT = { ...NOTHING, sweptTo: NOW, lastSuccess: NOW };

/** Hooks that delivered a minute ago. */
function facts(changes: Partial<FeedFacts> = {}): FeedFacts {
	return { lastDelivery: NOW - 60_000, longestPause: 0, lostInARow: 0, unbrought: 0, sweep: undefined, ...changes };
}

const hooksSilent = (changes: Partial<FeedFacts>, now = NOW) =>
	silenceOf("Event Hooks", facts(changes), PATIENCE, now)?.reason;

describe("hooks alone are silent", () => {
	test.each<[string, Partial<FeedFacts>, string | undefined]>([
		["never, before the first delivery", { lastDelivery: 0 }, undefined],
		["not at night", { lastDelivery: NOW - 14 * HOUR }, undefined],
		["not for a day yet", { lastDelivery: NOW - DAY }, undefined],
		[
			"after a day",
			{ lastDelivery: NOW - 26 * HOUR, longestPause: 9 * HOUR },
			"no delivery for 26 h of weekdays; the longest pause in four weeks was 9 h",
		],
		["not where such pauses are usual", { lastDelivery: NOW - 26 * HOUR, longestPause: 22 * HOUR }, undefined],
		[
			"where even that is unusual",
			{ lastDelivery: NOW - 28 * HOUR, longestPause: 22 * HOUR },
			"no delivery for 28 h of weekdays; the longest pause in four weeks was 22 h",
		],
	])("%s", (_, changes, reason) => {
		expect(hooksSilent(changes)).toBe(reason);
	});
});

test("a weekend does not count", () => {
	const friday = Date.UTC(2040, 0, 6, 17);
	expect(hooksSilent({ lastDelivery: friday }, friday + 3 * DAY)).toBeUndefined();
	expect(hooksSilent({ lastDelivery: friday }, friday + 3 * DAY + 1)).toMatch(/^no delivery for 24 h of weekdays/);
});

describe("hooks are silent to who reads the System Log", () => {
	const failing = { ...SWEPT, failingSince: NOW - 60_000, error: "503" };
	test.each<[string, Partial<FeedFacts>, string | RegExp | undefined]>([
		["not in a quiet org", { lastDelivery: NOW - 20 * DAY, sweep: SWEPT }, undefined],
		[
			"when it has what they were to bring",
			{ lastDelivery: NOW - 2 * HOUR, lostInARow: 3, sweep: SWEPT },
			"the System Log has 3 events that a hook was to bring and did not within an hour",
		],
		["not for two events that were lost", { lostInARow: 2, sweep: SWEPT }, undefined],
		[
			"when it goes on with what they brought before",
			{ lastDelivery: NOW - 26 * HOUR, unbrought: NOW - HOUR, sweep: SWEPT },
			/^no delivery for 26 h of weekdays, though the System Log has events like those/,
		],
		[
			"not when that was before",
			{ lastDelivery: NOW - 26 * HOUR, unbrought: NOW - 27 * HOUR, sweep: SWEPT },
			undefined,
		],
		["not so soon", { lastDelivery: NOW - 20 * HOUR, unbrought: NOW - HOUR, sweep: SWEPT }, undefined],
		["as to others, while it cannot be read", { lastDelivery: NOW - 26 * HOUR, sweep: failing }, /; the longest pause/],
	])("%s", (_, changes, reason) => {
		expect(hooksSilent(changes)).toEqual(reason instanceof RegExp ? expect.stringMatching(reason) : reason);
	});
});

describe("the System Log is silent", () => {
	test.each<[string, FeedFacts["sweep"], string | undefined]>([
		["never, where it is not read", undefined, undefined],
		["not while it is read", SWEPT, undefined],
		["not for an hour yet", { ...SWEPT, failingSince: NOW - HOUR, error: "401" }, undefined],
		["after an hour", { ...SWEPT, failingSince: NOW - HOUR - 1, error: "401" }, "it cannot be read: 401"],
	])("%s", (_, sweep, reason) => {
		expect(silenceOf("System Log", facts({ sweep }), PATIENCE, NOW)?.reason).toBe(reason);
	});
});

describe("a silence is over", () => {
	const hooks: Silence = { feed: "Event Hooks", since: NOW - DAY, reason: "" };
	const log: Silence = { feed: "System Log", since: NOW - DAY, reason: "" };
	test.each<[string, Silence, Partial<FeedFacts>, boolean]>([
		["of hooks with a delivery", hooks, {}, true],
		["of hooks not before", hooks, { lastDelivery: hooks.since }, false],
		["of the log when it is read", log, { sweep: SWEPT }, true],
		["of the log not before", log, { sweep: { ...SWEPT, failingSince: log.since } }, false],
	])("%s", (_, silence, changes, over) => {
		expect(isOver(silence, facts(changes))).toBe(over);
	});
});
