import { priorityLevel } from "../falco/priority.ts";
import type { NewAlert, Outbox } from "./outbox.ts";

/** At most so many alerts of one rule leave within so many seconds. */
export interface StormSettings {
	readonly alerts: number;
	readonly seconds: number;
}

/** A rule's alerts of late; what it shares with an alert is of the one that stands for those folded. */
type Storm = NewAlert & {
	readonly ends: number;
	readonly admitted: number;
	readonly folded: number;
	/** Times of the earliest and the latest event of those folded. */
	readonly first: string;
	readonly last: string;
};

const COLUMNS = "rule, ends, admitted, folded, first, last, level, time, id, actor, output, json";

/** The least urgent level that is never folded. */
const ALWAYS_LEAVES = priorityLevel("Critical");

/**
 * Keeps a rule that matches again and again from drowning all others. What is too much is kept in the history, not lost,
 * and when the time is over one alert leaves in its place, saying how many there were, from when to when.
 */
export class Storms {
	readonly #sql: SqlStorage;
	readonly #outbox: Outbox;
	readonly #settings: StormSettings | undefined;

	/** Without settings every alert leaves. */
	constructor(sql: SqlStorage, outbox: Outbox, settings: StormSettings | undefined) {
		this.#sql = sql;
		this.#outbox = outbox;
		this.#settings = settings;
	}

	/** Sends an alert on its way, or keeps it. One of priority Critical or above always goes. */
	add(alert: NewAlert, now: number): void {
		const settings = this.#settings;
		if (settings === undefined || alert.level <= ALWAYS_LEAVES || this.#admits(alert, settings, now)) {
			this.#outbox.add(alert, now);
			return;
		}
		this.#outbox.suppress(alert, `more than ${settings.alerts} of this rule within ${settings.seconds} s`, now);
	}

	/** When the next storm is over that has something to tell, in milliseconds; undefined when none has. */
	wakeAt(): number | undefined {
		const query = "SELECT min(ends) AS at FROM storm WHERE folded > 0";
		return this.#sql.exec<{ at: number | null }>(query).one().at ?? undefined;
	}

	/** Ends up to `limit` storms whose time is over, and sends the alert that stands for each. */
	close(now: number, limit: number): void {
		const query = `SELECT ${COLUMNS} FROM storm WHERE ends <= ? LIMIT ?`;
		for (const storm of this.#sql.exec<Storm>(query, now, limit).toArray()) this.#end(storm, now);
	}

	#admits(alert: NewAlert, { alerts, seconds }: StormSettings, now: number): boolean {
		const [storm] = this.#sql.exec<Storm>(`SELECT ${COLUMNS} FROM storm WHERE rule = ?`, alert.rule).toArray();
		if (storm === undefined || storm.ends <= now) {
			if (storm !== undefined) this.#end(storm, now);
			this.#put({ ...alert, ends: now + seconds * 1_000, admitted: 1, folded: 0, first: "", last: "" });
			return true;
		}
		const isOneTooMany = storm.admitted >= alerts;
		this.#put(isOneTooMany ? fold(storm, alert) : { ...storm, admitted: storm.admitted + 1 });
		return !isOneTooMany;
	}

	#put({ rule, ends, admitted, folded, first, last, level, time, id, actor, output, json }: Storm): void {
		this.#sql.exec(
			`INSERT OR REPLACE INTO storm (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			rule,
			ends,
			admitted,
			folded,
			first,
			last,
			level,
			time,
			id,
			actor,
			output,
			json,
		);
	}

	#end(storm: Storm, now: number): void {
		this.#sql.exec("DELETE FROM storm WHERE rule = ?", storm.rule);
		if (storm.folded > 0) this.#outbox.add(stand(storm), now);
	}
}

/** Events come in any order; their times are text that sorts as time does. */
function fold(storm: Storm, alert: NewAlert): Storm {
	const first = storm.folded === 0 || alert.time < storm.first ? alert.time : storm.first;
	const last = storm.folded === 0 || alert.time > storm.last ? alert.time : storm.last;
	return { ...storm, ...alert, folded: storm.folded + 1, first, last };
}

/** The last alert that was folded, with what it stands for at the end of its text. */
function stand({ folded, first, last, id, level, time, rule, actor, output, json }: Storm): NewAlert {
	const told = folded === 1 ? output : `${output} (one of ${folded} of this rule, from ${first} to ${last})`;
	const jsonOf = (text: string) => `"output":${JSON.stringify(text)}`;
	const toldJson = json.replace(jsonOf(output), () => jsonOf(told));
	return { id: `${id}:storm`, level, time, rule, actor, output: told, json: toldJson };
}
