import type { NewAlert, Outbox } from "./outbox.ts";

/** At most so many alerts of one rule about one actor leave within so many seconds. */
export interface StormSettings {
	readonly alerts: number;
	readonly seconds: number;
}

type Storm = NewAlert & { readonly ends: number; readonly admitted: number; readonly suppressed: number };

const COLUMNS = "rule, actor, ends, admitted, suppressed, level, time, id, output, json";

/**
 * Keeps a rule that matches again and again for one actor from drowning all others. What is too much is kept, not lost,
 * and when the time is over the last of it leaves, saying how many more there were.
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

	/** Sends an alert on its way, or keeps it. */
	add(alert: NewAlert, now: number): void {
		if (this.#settings === undefined || this.#admits(alert, this.#settings, now)) {
			this.#outbox.add(alert, now);
			return;
		}
		const { alerts, seconds } = this.#settings;
		this.#outbox.suppress(alert, `more than ${alerts} of this rule about this actor within ${seconds} s`, now);
	}

	/** When the next storm is over that has something to tell, in milliseconds; undefined when none has. */
	wakeAt(): number | undefined {
		const query = "SELECT min(ends) AS at FROM storm WHERE suppressed > 0";
		return this.#sql.exec<{ at: number | null }>(query).one().at ?? undefined;
	}

	/** Ends up to `limit` storms whose time is over, and sends the last word of each. */
	close(now: number, limit: number): void {
		const query = `SELECT ${COLUMNS} FROM storm WHERE ends <= ? LIMIT ?`;
		for (const storm of this.#sql.exec<Storm>(query, now, limit).toArray()) this.#end(storm, now);
	}

	#admits(alert: NewAlert, { alerts, seconds }: StormSettings, now: number): boolean {
		const query = `SELECT ${COLUMNS} FROM storm WHERE rule = ? AND actor = ?`;
		const [storm] = this.#sql.exec<Storm>(query, alert.rule, alert.actor).toArray();
		if (storm === undefined || storm.ends <= now) {
			if (storm !== undefined) this.#end(storm, now);
			this.#put({ ...alert, ends: now + seconds * 1_000, admitted: 1, suppressed: 0 });
			return true;
		}
		const isOneTooMany = storm.admitted >= alerts;
		if (isOneTooMany) this.#put({ ...storm, ...alert, suppressed: storm.suppressed + 1 });
		else this.#put({ ...storm, admitted: storm.admitted + 1 });
		return !isOneTooMany;
	}

	#put({ rule, actor, ends, admitted, suppressed, level, time, id, output, json }: Storm): void {
		this.#sql.exec(
			`INSERT OR REPLACE INTO storm (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			rule,
			actor,
			ends,
			admitted,
			suppressed,
			level,
			time,
			id,
			output,
			json,
		);
	}

	#end(storm: Storm, now: number): void {
		this.#sql.exec("DELETE FROM storm WHERE rule = ? AND actor = ?", storm.rule, storm.actor);
		if (storm.suppressed > 0) this.#outbox.add(lastWord(storm), now);
	}
}

/** The last alert of a storm, with how many were kept before it at the end of its text. */
function lastWord({ suppressed, id, output, json, ...alert }: Storm): NewAlert {
	const told = suppressed === 1 ? output : `${output} (and ${suppressed - 1} more before it)`;
	const jsonOf = (text: string) => `"output":${JSON.stringify(text)}`;
	return { ...alert, id: `${id}:storm`, output: told, json: json.replace(jsonOf(output), () => jsonOf(told)) };
}
