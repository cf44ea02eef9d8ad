import { MFA_HISTORY_LIMITS, type MfaHistory, type MfaHistoryLimits } from "./mfa-counters.ts";

interface Actor {
	/** In the order in which they were recorded, without repeats. */
	readonly times: Set<bigint>;
	/** When the last one was recorded: milliseconds of the receiver's clock. */
	recordedAt: number;
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
			const times = fresh(key)?.times ?? new Set<bigint>();
			times.add(time);
			for (const first of times) {
				if (times.size <= limits.timestampsPerActor) break;
				times.delete(first);
			}
			actors.set(key, { times, recordedAt: now() });
		},
		count(kind, actorId, after) {
			let count = 0n;
			for (const time of fresh(`${kind}:${actorId}`)?.times ?? []) if (time > after) count++;
			return count;
		},
	};
}
