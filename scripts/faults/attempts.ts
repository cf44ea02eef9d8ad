import type { Random } from "./random.ts";

/** The two that are counted, by the rule that tells the count. */
export const ATTEMPT_RULES = { failure: "MFA failed", deny: "MFA denied" } as const;

export type AttemptKind = keyof typeof ATTEMPT_RULES;

/** Windows whose counts the rules print, in seconds. */
export const WINDOWS = [300, 3600] as const;

/** When one user failed or refused MFA: milliseconds since the Unix epoch, none twice. */
export interface Attempts {
	readonly kind: AttemptKind;
	readonly times: readonly number[];
}

/**
 * Attempts at random moments of the two hours before `end`, one in three of them within the last minutes, so that every
 * window has some inside and some outside.
 */
export function makeAttempts(kind: AttemptKind, count: number, end: number, random: Random): Attempts {
	const times = new Set<number>();
	while (times.size < count) {
		const before = random.chance(1 / 3) ? random.integer(1, 600_000) : random.integer(1, 7_200_000);
		times.add(end - before);
	}
	return { kind, times: [...times] };
}

/** How many attempts the window holds as of an attempt at `at`, that one included. */
export function countAt({ times }: Attempts, at: number, windowSeconds: number): number {
	return new Set([...times, at].filter((time) => time > at - windowSeconds * 1000)).size;
}
