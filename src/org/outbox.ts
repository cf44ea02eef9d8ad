import { Changes } from "./changes.ts";

/** An alert as it enters the outbox. */
export type NewAlert = {
	/** The event's uuid and the rule's name. */
	readonly id: string;
	/** Level of its priority: 0 is the most urgent. */
	readonly level: number;
	/** Of the event, as in the alert: text that sorts as time does. */
	readonly time: string;
	readonly rule: string;
	readonly actor: string;
	/** The text in it that people read. */
	readonly output: string;
	/** What is sent, byte for byte. */
	readonly json: string;
};

/** An alert on its way. */
export type PendingAlert = {
	readonly level: number;
	readonly time: string;
	readonly id: string;
	readonly rule: string;
	readonly json: string;
	/** Attempts that failed. */
	readonly attempts: number;
	/** Those of them that failed while others went through. */
	readonly strikes: number;
	/** Not to be tried before, in milliseconds; of one without strikes when it was last tried, 0 before that. */
	readonly nextTry: number;
	/** Whether an operator had it sent again. */
	readonly replayed: 0 | 1;
};

/** Where an alert ends: Falcosidekick took it or never will, an operator closed it, or it was one too many of its kind. */
export const SETTLEMENTS = ["dead", "suppressed", "resolved", "delivered"] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

const PENDING = "SELECT level, time, id, rule, json, attempts, strikes, next_try AS nextTry, replayed FROM pending";

/** An attempt that failed, put behind the nine before it: when, and why. */
const NEXT_TRIES = `json_insert(
	CASE WHEN json_array_length(tries) < 10 THEN tries ELSE json_remove(tries, '$[0]') END,
	'$[#]',
	json_object('at', ?, 'reason', substr(?, 1, 500))
)`;

/** Those that are due and none of so many, one by one: of a list SQLite would make a table, and look into it for each row. */
function others(tried: readonly string[]): string {
	return `WHERE ${["next_try <= ?", ...tried.map(() => "id <> ?")].join(" AND ")}`;
}

/**
 * The one whose turn it is: beside min() SQLite gives the key of the row that has it, the first of them. This is asked over
 * and over while Falcosidekick is away, so each that waits is read once, and not sorted, and nothing of what is sent.
 */
function nextOf(which: string): string {
	const first = `SELECT level, time, id, min(next_try) AS least FROM pending ${which}`;
	return `${PENDING} WHERE (level, time, id) = (SELECT level, time, id FROM (${first}) WHERE least IS NOT NULL)`;
}

/**
 * The alerts that are on their way. The table's key is the order in which they leave: the most urgent first, then by the
 * time of their events; so taking the next few reads just these, however many wait.
 */
export class Outbox {
	readonly #sql: SqlStorage;
	readonly #changes: Changes;

	/** `changes`: where it is noted that alerts change. */
	constructor(sql: SqlStorage, changes: Changes = new Changes()) {
		this.#sql = sql;
		this.#changes = changes;
	}

	/** Adds an alert; one that is waiting already is left as it is. */
	add({ level, time, id, rule, actor, json }: NewAlert, now: number): void {
		this.#sql.exec(
			"INSERT OR IGNORE INTO pending (level, time, id, rule, actor, created, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
			level,
			time,
			id,
			rule,
			actor,
			now,
			json,
		);
		this.#changes.note();
	}

	/** Keeps an alert that is not to leave. */
	suppress({ level, time, id, rule, actor, json }: NewAlert, reason: string, now: number): void {
		this.#sql.exec(
			`INSERT OR IGNORE INTO settled (state, at, id, level, time, rule, actor, created, attempts, reason, json)
			VALUES ('suppressed', ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
			now,
			id,
			level,
			time,
			rule,
			actor,
			now,
			reason,
			json,
		);
		this.#changes.note();
	}

	isEmpty(): boolean {
		return this.#sql.exec("SELECT 1 FROM pending LIMIT 1").next().done === true;
	}

	/** The first alerts whose time to be tried has come. */
	due(limit: number, now: number): PendingAlert[] {
		return this.#sql.exec<PendingAlert>(`${PENDING} WHERE next_try <= ? LIMIT ?`, now, limit).toArray();
	}

	/**
	 * The one alert to find out with whether Falcosidekick is back: preferably one that is due and was not `tried` just
	 * now, one that never was or else longest ago. So all have their turn, and however many bad ones do not stand for all.
	 */
	probe(now: number, tried: readonly string[]): PendingAlert[] {
		const other = this.#sql.exec<PendingAlert>(nextOf(others(tried)), now, ...tried).toArray();
		return other.length > 0 ? other : this.#sql.exec<PendingAlert>(nextOf("")).toArray();
	}

	/** Whether an alert is due beside those that were `tried` just now. */
	hasOther(now: number, tried: readonly string[]): boolean {
		return this.#sql.exec(`SELECT 1 FROM pending ${others(tried)} LIMIT 1`, now, ...tried).next().done !== true;
	}

	/** When the first alert is due: `now` when one is; undefined when none waits. */
	dueAt(now: number): number | undefined {
		if (this.#sql.exec("SELECT 1 FROM pending WHERE next_try <= ? LIMIT 1", now).next().done !== true) return now;
		return this.#sql.exec<{ at: number | null }>("SELECT min(next_try) AS at FROM pending").one().at ?? undefined;
	}

	/** Takes an alert off the way. `reason` says why when it was not delivered. */
	settle({ level, time, id }: PendingAlert, state: Settlement, reason: string, now: number): void {
		const [tries, failed] = reason === "" ? ["tries", []] : [NEXT_TRIES, [now, reason]];
		this.#sql.exec(
			`INSERT OR REPLACE INTO settled (state, at, id, level, time, rule, actor, created, attempts, reason, json, tries)
			SELECT ?, ?, id, level, time, rule, actor, created, attempts + 1, ?, json, ${tries}
			FROM pending WHERE level = ? AND time = ? AND id = ?`,
			state,
			now,
			reason,
			...failed,
			level,
			time,
			id,
		);
		this.#sql.exec("DELETE FROM pending WHERE level = ? AND time = ? AND id = ?", level, time, id);
		this.#changes.note();
	}

	/** Notes a failed attempt, what it did to the alert's strikes, and why it failed. */
	defer(
		{ level, time, id }: PendingAlert,
		{ strikes, nextTry }: Pick<PendingAlert, "strikes" | "nextTry">,
		reason: string,
		now: number,
	): void {
		this.#sql.exec(
			`UPDATE pending SET attempts = attempts + 1, strikes = ?, next_try = ?, reason = ?, tries = ${NEXT_TRIES}
			WHERE level = ? AND time = ? AND id = ?`,
			strikes,
			nextTry,
			reason,
			now,
			reason,
			level,
			time,
			id,
		);
		this.#changes.note();
	}

	/** How many alerts were delivered since then. */
	deliveredSince(at: number): number {
		const query = "SELECT count(*) AS alerts FROM settled WHERE state = 'delivered' AND at > ?";
		return this.#sql.exec<{ alerts: number }>(query, at).one().alerts;
	}

	/** Forgets up to `limit` alerts that were settled before then; true when there may be more. Dead ones stay. */
	prune(before: number, limit: number): boolean {
		const pruned = this.#sql.exec(
			`DELETE FROM settled WHERE (state, at, id) IN (
				SELECT state, at, id FROM settled WHERE state IN ('delivered', 'resolved', 'suppressed') AND at < ? LIMIT ?
			) RETURNING 1`,
			before,
			limit,
		);
		return pruned.toArray().length === limit;
	}
}
