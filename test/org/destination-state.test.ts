import { describe, expect, test } from "vitest";
import {
	afterAnswer,
	afterFailure,
	type DestinationState,
	type Failure,
	strike,
	UP,
} from "../../src/org/destination-state.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

const RETRY: Failure = { type: "retry", reason: "503: not well" };
const PAUSE: Failure = { type: "retry", reason: "429: too many", after: 90_000 };
const MISCONFIGURED: Failure = { type: "misconfigured", reason: "401: credentials" };

/** The state after failures of one kind, an hour apart. */
function afterMany(times: number, failure: Failure, random: number): DestinationState {
	let state = UP;
	for (let time = 0; time < times; time++) state = afterFailure(state, failure, NOON + time * 3_600_000, random);
	return state;
}

function wait(times: number, failure: Failure, random: number): number {
	return afterMany(times, failure, random).nextTry - (NOON + (times - 1) * 3_600_000);
}

test("Falcosidekick is up when it answered an alert, since it first did", () => {
	expect(afterAnswer(UP, NOON)).toBe(UP);
	expect(afterAnswer(afterMany(5, RETRY, 0.5), NOON)).toEqual({ ...UP, since: NOON });
	expect(afterAnswer(afterMany(2, MISCONFIGURED, 0.5), NOON)).toEqual({ ...UP, since: NOON });
});

describe("Falcosidekick is down", () => {
	test("when it gives no answer", () => {
		expect(afterFailure(UP, RETRY, NOON, 0.5)).toEqual({
			state: "down",
			since: NOON,
			failures: 1,
			nextTry: NOON + 1_500,
			pausedUntil: 0,
			reason: "503: not well",
		});
	});

	test("since the first failure", () => {
		expect(afterMany(9, RETRY, 0)).toMatchObject({ since: NOON, failures: 9 });
	});

	test.each([
		[1, 1_000, 2_000],
		[2, 1_000, 4_000],
		[5, 1_000, 32_000],
		[6, 1_000, 60_000],
		[500, 1_000, 60_000],
	])("after %i failures it is tried again within %i to %i ms", (times, shortest, longest) => {
		expect(wait(times, RETRY, 0)).toBe(shortest);
		expect(wait(times, RETRY, 0.999_999)).toBe(longest);
	});

	test("as long as it asks to be", () => {
		expect(wait(1, PAUSE, 0)).toBe(90_000);
		expect(afterFailure(UP, PAUSE, NOON, 0)).toMatchObject({
			state: "down",
			nextTry: NOON + 90_000,
			pausedUntil: NOON + 90_000,
		});
	});
});

describe("Falcosidekick is misconfigured", () => {
	test("when something else answers; that is soon tried with another alert, then every minute", () => {
		expect(afterFailure(UP, MISCONFIGURED, NOON, 0.5)).toMatchObject({ state: "misconfigured", nextTry: NOON + 1_000 });
		expect(wait(2, MISCONFIGURED, 0.5)).toBe(60_000);
		expect(wait(100, MISCONFIGURED, 0.5)).toBe(60_000);
	});

	test("anew when it was down before", () => {
		const down = afterMany(5, RETRY, 0);
		expect(afterFailure(down, MISCONFIGURED, NOON, 0)).toMatchObject({
			state: "misconfigured",
			since: NOON,
			failures: 6,
		});
	});
});

test("an alert that fails while others go through waits by itself, ever longer up to an hour", () => {
	expect(strike(0, NOON)).toEqual({ strikes: 1, nextTry: NOON + 2_000 });
	expect(strike(3, NOON)).toEqual({ strikes: 4, nextTry: NOON + 16_000 });
	expect(strike(99, NOON)).toEqual({ strikes: 100, nextTry: NOON + 3_600_000 });
});
