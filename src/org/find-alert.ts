import { ANY_LEVEL, COLUMNS, entryOf, type Row } from "./alert-rows.ts";
import type { AlertDetails, Place, Waiting } from "./ledger.ts";
import { SETTLEMENTS, type Settlement } from "./outbox.ts";

/** What is known of an alert by its event: the time that it carries, and when it was stored, in milliseconds. */
export interface Trace {
	readonly time: string;
	readonly at: number;
}

type Stored = Row & { readonly json: string; readonly tries: string };

/** Rows of each state in which an alert is looked for that was stored then; nearly all are settled at once. */
const ROWS_NEAR = 500;

const PENDING = `SELECT ${COLUMNS}, json, tries, NULL AS state, NULL AS at FROM pending
	WHERE level = ? AND time = ? AND id = ?`;
const SETTLED = `SELECT ${COLUMNS}, json, tries, state, at FROM settled WHERE state = ? AND at = ? AND id = ?`;

/** Looks alerts up, one by one. */
export class AlertFinder {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/**
	 * An alert with what is sent of it; undefined when there is none of that id. No table has an index by id: with a trace
	 * of it an alert is found nearly at once, without one all have to be looked at.
	 */
	find(id: string, waiting: Waiting, trace?: Trace): AlertDetails | undefined {
		const place = (trace && this.#near(id, trace)) ?? this.#anywhere(id);
		return place && this.read(place, waiting);
	}

	/** The alert in a place; undefined when it is not there any more. */
	read(place: Place, waiting: Waiting): AlertDetails | undefined {
		const [row] = this.#at(place);
		return row && { entry: entryOf(row, waiting), json: row.json, tries: JSON.parse(row.tries) };
	}

	#at(place: Place): Stored[] {
		if (place.table === "pending") {
			return this.#sql.exec<Stored>(PENDING, place.level, place.time, place.id).toArray();
		}
		return this.#sql.exec<Stored>(SETTLED, place.table, place.at, place.id).toArray();
	}

	#near(id: string, { time, at }: Trace): Place | undefined {
		const [waits] = this.#sql
			.exec<{ level: number }>(`SELECT level FROM pending WHERE ${ANY_LEVEL} AND time = ? AND id = ?`, time, id)
			.toArray();
		if (waits !== undefined) return { table: "pending", level: waits.level, time, id };
		for (const table of SETTLEMENTS) {
			const rows = "SELECT at, id FROM settled WHERE state = ? AND at >= ? ORDER BY at, id LIMIT ?";
			const query = `SELECT at FROM (${rows}) WHERE id = ? LIMIT 1`;
			const [found] = this.#sql.exec<{ at: number }>(query, table, at, ROWS_NEAR, id).toArray();
			if (found !== undefined) return { table, at: found.at, id };
		}
		return undefined;
	}

	#anywhere(id: string): Place | undefined {
		type Key = { level: number; time: string; state: Settlement | null; at: number | null };
		const pending = "SELECT level, time, NULL AS state, NULL AS at FROM pending WHERE id = ?1";
		const settled = "SELECT level, time, state, at FROM settled WHERE id = ?1";
		const [key] = this.#sql.exec<Key>(`${pending} UNION ALL ${settled} LIMIT 1`, id).toArray();
		if (key === undefined) return undefined;
		const { level, time, state, at } = key;
		return state === null || at === null ? { table: "pending", level, time, id } : { table: state, at, id };
	}
}
