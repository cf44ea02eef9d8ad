import type { Outcome } from "../falcosidekick/outcome.ts";

/**
 * What is known of Falcosidekick: `up`; `down`, when it gave no answer or asked to be left alone; `misconfigured`, when
 * something else answered or it does not let us in. It is told from what happened to single alerts, so that a dead
 * destination costs one attempt at a time, and one bad alert does not stop the others.
 */
export interface DestinationState {
	readonly state: "up" | "down" | "misconfigured";
	/** Since when, in milliseconds. */
	readonly since: number;
	/** Attempts in a row that failed. */
	readonly failures: number;
	/** When to try next; 0 when up. */
	readonly nextTry: number;
	/** Until when it asked to be left alone; 0 when it did not. */
	readonly pausedUntil: number;
	readonly reason: string;
}

export const UP: DestinationState = { state: "up", since: 0, failures: 0, nextTry: 0, pausedUntil: 0, reason: "" };

const SHORTEST = 1_000;
const LONGEST = 60_000;

/** What tells of an attempt that Falcosidekick may be away, or not what it should be. */
export type Failure = Extract<Outcome, { type: "retry" | "misconfigured" }>;

export function isFailure(outcome: Outcome): outcome is Failure {
	return outcome.type === "retry" || outcome.type === "misconfigured";
}

/** For how long Falcosidekick asked to be left alone, in milliseconds; 0 when it did not. */
export function pauseOf(failure: Failure): number {
	return failure.type === "retry" ? (failure.after ?? 0) : 0;
}

/** The state after an alert got an answer, be it a refusal: proof that Falcosidekick is there. */
export function afterAnswer(before: DestinationState, now: number): DestinationState {
	return before.state === "up" ? before : { ...UP, since: now };
}

/** The state after an alert failed and that is not put down to the alert. `random` is in [0, 1). */
export function afterFailure(
	before: DestinationState,
	failure: Failure,
	now: number,
	random: number,
): DestinationState {
	const pause = pauseOf(failure);
	const state = failure.type === "misconfigured" ? "misconfigured" : "down";
	const failures = before.failures + 1;
	return {
		state,
		since: before.state === state ? before.since : now,
		failures,
		nextTry: now + Math.max(state === "down" ? backOff(failures, random) : confirm(failures), pause),
		pausedUntil: pause === 0 ? 0 : now + pause,
		reason: failure.reason,
	};
}

/** A wrong answer may be due to the one alert, so it is soon tried with another; after that it is somebody's to mend. */
function confirm(failures: number): number {
	return failures === 1 ? SHORTEST : LONGEST;
}

/** Between a second and twice as long as the last time at most, up to a minute. */
function backOff(failures: number, random: number): number {
	const longest = Math.min(SHORTEST * 2 ** Math.min(failures, 10), LONGEST);
	return Math.round(SHORTEST + random * (longest - SHORTEST));
}

const LONGEST_STRIKE = 3_600_000;

/**
 * What an alert gets for failing while Falcosidekick was up, since it may itself be the cause: a strike, and a wait that
 * doubles with each. `nextTry` is in milliseconds.
 */
export function strike(strikes: number, now: number): { readonly strikes: number; readonly nextTry: number } {
	return { strikes: strikes + 1, nextTry: now + Math.min(SHORTEST * 2 ** Math.min(strikes + 1, 20), LONGEST_STRIKE) };
}
