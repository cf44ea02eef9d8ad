import {
	MFA_HISTORY_LIMITS,
	type MfaHistory,
	type MfaHistoryLimits,
	type MfaKind,
	withTime,
} from "../okta/mfa-counters.ts";

type Row = { recorded: number; times: ArrayBuffer };

/** The MFA history that survives: one row an actor and kind, so that an attempt costs one row written. */
export class MfaCounters implements MfaHistory {
	readonly #sql: SqlStorage;
	readonly #limits: MfaHistoryLimits;

	constructor(sql: SqlStorage, limits: MfaHistoryLimits = MFA_HISTORY_LIMITS) {
		this.#sql = sql;
		this.#limits = limits;
	}

	record(kind: MfaKind, actorId: string, time: bigint): void {
		const times = withTime(this.#times(kind, actorId), time, this.#limits);
		this.#sql.exec("INSERT OR REPLACE INTO mfa VALUES (?, ?, ?, ?)", kind, actorId, Date.now(), times.buffer);
	}

	count(kind: MfaKind, actorId: string, after: bigint): bigint {
		let count = 0n;
		for (const time of this.#times(kind, actorId)) if (time > after) count++;
		return count;
	}

	/** Forgets up to `limit` actors of whom nothing was recorded for long; true when there may be more. */
	prune(now: number, limit: number): boolean {
		const pruned = this.#sql.exec(
			"DELETE FROM mfa WHERE (kind, actor) IN (SELECT kind, actor FROM mfa WHERE recorded < ? LIMIT ?) RETURNING 1",
			now - this.#limits.expirySeconds * 1000,
			limit,
		);
		return pruned.toArray().length === limit;
	}

	#times(kind: MfaKind, actorId: string): BigInt64Array {
		const query = "SELECT recorded, times FROM mfa WHERE kind = ? AND actor = ?";
		const row = this.#sql.exec<Row>(query, kind, actorId).toArray()[0];
		const fresh = row !== undefined && Date.now() - row.recorded <= this.#limits.expirySeconds * 1000;
		return fresh ? new BigInt64Array(row.times) : new BigInt64Array();
	}
}
