import { type Priority, priorityLevel } from "../falco/priority.ts";
import { COLUMNS, entryOf, type Row } from "./alert-rows.ts";
import { Changes } from "./changes.ts";
import { SETTLEMENTS, type Settlement } from "./outbox.ts";
import type { Try } from "./overview.ts";

/** Where an alert stands: on its way, which is pending or held (while Falcosidekick is misconfigured), or settled. */
export const ALERT_STATES = ["pending", "held", ...SETTLEMENTS] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What is on its way, all of it, is one of these. */
export type Waiting = "pending" | "held";

/** An alert as operators see it. Times of our own clock are milliseconds since the Unix epoch. */
export interface AlertEntry {
	readonly id: string;
	readonly state: AlertState;
	readonly priority: Priority;
	readonly rule: string;
	readonly actor: string;
	/** Of the event, as in the alert. */
	readonly time: string;
	/** When it was stored, or last sent again by an operator. */
	readonly created: number;
	/** When it was delivered, refused or closed; null while it waits. */
	readonly settled: number | null;
	readonly attempts: number;
	/** Why the last attempt failed; empty when none did. */
	readonly reason: string;
}

export interface AlertDetails {
	readonly entry: AlertEntry;
	/** What is sent to Falcosidekick. */
	readonly json: string;
	/** The last ten attempts that failed, oldest first. */
	readonly tries: readonly Try[];
}

export interface AlertFilter {
	readonly states: readonly AlertState[];
	readonly rule?: string | undefined;
	readonly actor?: string | undefined;
	/** The least urgent that is wanted. */
	readonly priority?: Priority | undefined;
	/** Bounds of the events' times: the first is included, the second is not. Compared as text. */
	readonly since?: string | undefined;
	readonly until?: string | undefined;
}

/** Where a list goes on: the key of the last row that was looked at, in the one table or the other. */
export type Place =
	| { readonly table: "pending"; readonly level: number; readonly time: string; readonly id: string }
	| { readonly table: Settlement; readonly at: number; readonly id: string };

export interface AlertPage {
	readonly alerts: readonly AlertEntry[];
	/** Where the next page begins; null when there is none. */
	readonly next: Place | null;
}

const TABLES = ["pending", ...SETTLEMENTS] as const;
type Table = (typeof TABLES)[number];

/** Rows that one page looks at: a filter that few alerts pass does not keep deliveries waiting. */
const ROWS_PER_PAGE = 5_000;

/** The alerts as operators list them, send them again and close them. */
export class Ledger {
	readonly #sql: SqlStorage;
	readonly #changes: Changes;

	/** `changes`: where it is noted that alerts change. */
	constructor(sql: SqlStorage, changes: Changes = new Changes()) {
		this.#sql = sql;
		this.#changes = changes;
	}

	/**
	 * Up to `limit` alerts: those on their way as they will leave, then the settled ones by state, the newest first. May
	 * give fewer, with a place to go on from, when it has looked at many.
	 */
	list(filter: AlertFilter, limit: number, from: Place | undefined, waiting: Waiting): AlertPage {
		const alerts: AlertEntry[] = [];
		let looked = 0;
		const wanted = TABLES.filter((table) => filter.states.includes(table === "pending" ? waiting : table));
		for (const table of wanted.filter(
			(table) => from === undefined || TABLES.indexOf(table) >= TABLES.indexOf(from.table),
		)) {
			for (const row of this.#rows(table, from?.table === table ? from : undefined)) {
				looked++;
				if (passes(row, filter)) alerts.push(entryOf(row, waiting));
				if (alerts.length === limit || looked === ROWS_PER_PAGE) return { alerts, next: placeIn(row, table) };
			}
		}
		return { alerts, next: null };
	}

	/** Has an alert sent again, or at once if it waits. Gives where it is then. */
	replay(entry: AlertEntry, now: number): Place {
		const place = placeOf(entry);
		const after = waitingPlaceOf(entry);
		if (place.table === "pending") {
			const { level, time, id } = place;
			const where = "WHERE level = ? AND time = ? AND id = ?";
			this.#sql.exec(`UPDATE pending SET next_try = 0, strikes = 0 ${where}`, level, time, id);
		} else {
			const { table: state, at, id } = place;
			this.#sql.exec(
				`INSERT OR IGNORE INTO pending (level, time, id, rule, actor, created, json, tries, replayed)
				SELECT level, time, id, rule, actor, ?, json, tries, 1 FROM settled WHERE state = ? AND at = ? AND id = ?`,
				now,
				state,
				at,
				id,
			);
			this.#sql.exec("DELETE FROM settled WHERE state = ? AND at = ? AND id = ?", state, at, id);
		}
		this.#changes.note();
		return after;
	}

	/** Closes an alert: it is not sent any more. Gives where it is then; one that was delivered stays that. */
	resolve(entry: AlertEntry, now: number): Place {
		const place = placeOf(entry);
		if (place.table !== "pending" && place.table !== "dead") return place;
		if (place.table === "pending") {
			const { level, time, id } = place;
			this.#sql.exec(
				`INSERT OR REPLACE INTO settled (state, at, ${COLUMNS}, json, tries)
				SELECT 'resolved', ?, ${COLUMNS}, json, tries FROM pending WHERE level = ? AND time = ? AND id = ?`,
				now,
				level,
				time,
				id,
			);
			this.#sql.exec("DELETE FROM pending WHERE level = ? AND time = ? AND id = ?", level, time, id);
		} else {
			const { at, id } = place;
			this.#sql.exec(
				"UPDATE settled SET state = 'resolved', at = ? WHERE state = 'dead' AND at = ? AND id = ?",
				now,
				at,
				id,
			);
		}
		const after: Place = { table: "resolved", at: now, id: entry.id };
		this.#changes.note();
		return after;
	}

	#rows(table: Table, from: Place | undefined): Iterable<Row> {
		if (table === "pending") {
			const { level, time, id } = from?.table === "pending" ? from : { level: -1, time: "", id: "" };
			const query = `SELECT ${COLUMNS}, NULL AS state, NULL AS at FROM pending WHERE (level, time, id) > (?, ?, ?)`;
			return this.#sql.exec<Row>(query, level, time, id);
		}
		const { at, id } = from === undefined || from.table === "pending" ? { at: Number.MAX_SAFE_INTEGER, id: "" } : from;
		const which = "WHERE state = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC";
		return this.#sql.exec<Row>(`SELECT ${COLUMNS}, state, at FROM settled ${which}`, table, at, id);
	}
}

function passes(row: Row, { rule, actor, priority, since, until }: AlertFilter): boolean {
	return (
		(rule === undefined || row.rule === rule) &&
		(actor === undefined || row.actor === actor) &&
		(priority === undefined || row.level <= priorityLevel(priority)) &&
		(since === undefined || row.time >= since) &&
		(until === undefined || row.time < until)
	);
}

function placeIn({ level, time, id, at }: Row, table: Table): Place {
	return table === "pending" ? { table, level, time, id } : { table, at: at ?? 0, id };
}

function placeOf(entry: AlertEntry): Place {
	const { state, settled, id } = entry;
	const isWaiting = settled === null || state === "pending" || state === "held";
	return isWaiting ? waitingPlaceOf(entry) : { table: state, at: settled, id };
}

function waitingPlaceOf({ priority, time, id }: AlertEntry): Place {
	return { table: "pending", level: priorityLevel(priority), time, id };
}
