import { PRIORITIES, type Priority } from "../falco/priority.ts";
import type { Settlement } from "./outbox.ts";

/** Where an alert stands: on its way, which is pending or held (while Falcosidekick is misconfigured), or settled. */
export const ALERT_STATES = ["pending", "held", "dead", "suppressed", "resolved", "delivered"] as const;
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
}

export interface AlertFilter {
	readonly states: readonly AlertState[];
	readonly rule?: string | undefined;
	readonly actor?: string | undefined;
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

type Row = {
	readonly level: number;
	readonly time: string;
	readonly id: string;
	readonly rule: string;
	readonly actor: string;
	readonly created: number;
	readonly attempts: number;
	readonly reason: string;
	readonly at: number | null;
};

const TABLES = ["pending", "dead", "suppressed", "resolved", "delivered"] as const;
type Table = (typeof TABLES)[number];

/** Rows that one page looks at: a filter that few alerts pass does not keep deliveries waiting. */
const ROWS_PER_PAGE = 5_000;

const COLUMNS = "level, time, id, rule, actor, created, attempts, reason";
const PENDING = `SELECT ${COLUMNS}, NULL AS at FROM pending`;
const SETTLED = `SELECT ${COLUMNS}, at FROM settled`;

/** The alerts as operators look them up, send them again and close them. */
export class Ledger {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
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
				if (passes(row, filter)) alerts.push(entryOf(row, table === "pending" ? waiting : table));
				if (alerts.length === limit || looked === ROWS_PER_PAGE) return { alerts, next: placeOf(row, table) };
			}
		}
		return { alerts, next: null };
	}

	/** An alert and the JSON that is sent of it; undefined when there is none of that id. */
	find(id: string, waiting: Waiting): AlertDetails | undefined {
		type Found = Row & { readonly state: AlertState; readonly json: string };
		const pending = `SELECT ${COLUMNS}, NULL AS at, ? AS state, json FROM pending WHERE id = ?`;
		const settled = `SELECT ${COLUMNS}, at, state, json FROM settled WHERE id = ?`;
		const [row] = this.#sql.exec<Found>(`${pending} UNION ALL ${settled} LIMIT 1`, waiting, id, id).toArray();
		return row === undefined ? undefined : { entry: entryOf(row, row.state), json: row.json };
	}

	/** Has an alert sent again, or at once if it waits. */
	replay({ id, settled }: AlertEntry, now: number): void {
		if (settled === null) {
			this.#sql.exec("UPDATE pending SET next_try = 0, strikes = 0 WHERE id = ?", id);
			return;
		}
		this.#sql.exec(
			`INSERT OR IGNORE INTO pending (level, time, id, rule, actor, created, json)
			SELECT level, time, id, rule, actor, ?, json FROM settled WHERE id = ?`,
			now,
			id,
		);
		this.#sql.exec("DELETE FROM settled WHERE id = ?", id);
	}

	/** Closes an alert: it is not sent any more. */
	resolve({ id }: AlertEntry, now: number): void {
		this.#sql.exec(
			`INSERT OR REPLACE INTO settled (state, at, ${COLUMNS}, json)
			SELECT 'resolved', ?, ${COLUMNS}, json FROM pending WHERE id = ?`,
			now,
			id,
		);
		this.#sql.exec("DELETE FROM pending WHERE id = ?", id);
		this.#sql.exec("UPDATE settled SET state = 'resolved', at = ? WHERE id = ? AND state = 'dead'", now, id);
	}

	#rows(table: Table, from: Place | undefined): Iterable<Row> {
		if (table === "pending") {
			const { level, time, id } = from?.table === "pending" ? from : { level: -1, time: "", id: "" };
			return this.#sql.exec<Row>(`${PENDING} WHERE (level, time, id) > (?, ?, ?)`, level, time, id);
		}
		const { at, id } = from === undefined || from.table === "pending" ? { at: Number.MAX_SAFE_INTEGER, id: "" } : from;
		const query = `${SETTLED} WHERE state = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC`;
		return this.#sql.exec<Row>(query, table, at, id);
	}
}

function passes(row: Row, { rule, actor, since, until }: AlertFilter): boolean {
	return (
		(rule === undefined || row.rule === rule) &&
		(actor === undefined || row.actor === actor) &&
		(since === undefined || row.time >= since) &&
		(until === undefined || row.time < until)
	);
}

function entryOf({ level, at, ...row }: Row, state: AlertState): AlertEntry {
	const { id, rule, actor, time, created, attempts, reason } = row;
	const priority = PRIORITIES[level] ?? "Debug";
	return { id, state, priority, rule, actor, time, created, settled: at, attempts, reason };
}

function placeOf({ level, time, id, at }: Row, table: Table): Place {
	return table === "pending" ? { table, level, time, id } : { table, at: at ?? 0, id };
}
