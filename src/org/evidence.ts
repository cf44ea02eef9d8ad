import { jsonText, type LogEvent } from "../okta/log-event.ts";
import { DayTables } from "./day-tables.ts";
import { TEXT_MAX } from "./text-max.ts";

/** An event that made an alert. */
export type Witness = {
	/** When it was taken in, in milliseconds. */
	readonly at: number;
	/** When it happened, as in its alerts. */
	readonly time: string;
	/** The hook or the log that brought it. */
	readonly source: string;
	/** Its JSON. */
	readonly json: string;
};

/** Days for which an event is kept, as delivered alerts are; today counts as one. */
const DAYS_KEPT = 31;

/** The events that made alerts, as Okta sent them: one row each, however many alerts it made. */
export class Evidence {
	readonly #sql: SqlStorage;
	readonly #days: DayTables;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		const columns = `
			uuid TEXT PRIMARY KEY,
			at INTEGER NOT NULL,
			time TEXT NOT NULL,
			source TEXT NOT NULL,
			json TEXT NOT NULL`;
		this.#days = new DayTables(sql, "evidence", columns);
	}

	/** Readies the day's table, before the transaction in which `keep` is called. */
	open(now: number): void {
		this.#days.open(now);
	}

	/** Keeps an event, unless it is too long. */
	keep(event: LogEvent, { at, time, source }: Omit<Witness, "json">): void {
		const json = jsonText(event);
		if (json.length > TEXT_MAX) return;
		const query = `INSERT OR IGNORE INTO ${this.#days.open(at)} VALUES (?, ?, ?, ?, ?)`;
		this.#sql.exec(query, event.uuid, at, time, source, json);
	}

	/** The event of that uuid; undefined when it is not kept. */
	find(uuid: string): Witness | undefined {
		for (const tables of this.#days.groups) {
			const lookUps = tables.map((table) => `SELECT at, time, source, json FROM ${table} WHERE uuid = ?1`);
			const [found] = this.#sql.exec<Witness>(lookUps.join(" UNION ALL "), uuid).toArray();
			if (found !== undefined) return found;
		}
		return undefined;
	}

	/** Forgets what is older than a month. */
	prune(now: number): void {
		this.#days.keep(DAYS_KEPT, now);
	}
}
