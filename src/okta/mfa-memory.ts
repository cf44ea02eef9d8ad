import { MFA_HISTORY_LIMITS, type MfaHistory, type MfaHistoryLimits, withTime } from "./mfa-counters.ts";

interface Actor {
	readonly times: BigInt64Array;
	/** When the last one was recorded: milliseconds of the receiver's clock. */
	readonly recordedAt: number;
}

/** An `MfaHistory` that lives as long as the process: for the command line and for tests. */
export function mfaMemory(limits: MfaHistoryLimits = MFA_HISTORY_LIMITS, now: () => number = Date.now): MfaHistory {
	const actors = new Map<string, Actor>();
	const fresh = (key: string): Actor | undefined => {
		const actor = actors.get(key);
		return actor !== undefined && now() - actor.recordedAt <= limits.expirySeconds * 1000 ? actor : undefined;
	};
	return {
		record(kind, actorId, time) {
			const key = `${kind}:${actorId}`;
			const times = fresh(key)?.times ?? new BigInt64Array();
			actors.set(key, { times: withTime(times, time, limits), recordedAt: now() });
		},
		count(kind, actorId, after) {
			let count = 0n;
			for (const time of fresh(`${kind}:${actorId}`)?.times ?? []) if (time > after) count++;
			return count;
		},
	};
}
