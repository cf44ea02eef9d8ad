import { priorityLevel } from "../falco/priority.ts";
import { ANY_LEVEL, COLUMNS, entryOf, type Row } from "./alert-rows.ts";
import type { AlertEntry, AlertFilter, Waiting } from "./ledger.ts";
import { SETTLEMENTS } from "./outbox.ts";

/** Rows that are looked at: of those on their way the first to leave, of each other state the last to come to it. */
const PENDING_ROWS = 50_000;
const SETTLED_ROWS = 5_000;

/** Others of the same actor that are told of. */
const NEARBY = 50;

const HOUR = 3_600_000;

const PENDING = `SELECT ${COLUMNS}, NULL AS state, NULL AS at FROM pending`;
const SETTLED = `SELECT ${COLUMNS}, state, at FROM settled WHERE state = ? AND at >= ?`;
const LAST_SETTLED = `${SETTLED} ORDER BY at DESC, id DESC LIMIT ?`;

/** A part of a condition, with what stands for its question marks. */
type Term = readonly [text: string, ...bindings: (string | number)[]];

/** Looks through the alerts by when they were stored, or happened. What it looks at is bounded, however many there are. */
export class LatestAlerts {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Up to `limit` alerts, those first that were stored last. */
	list(filter: AlertFilter, limit: number, waiting: Waiting): AlertEntry[] {
		const terms = termsOf(filter);
		const states = SETTLEMENTS.filter((state) => filter.states.includes(state));
		const waits = filter.states.includes(waiting)
			? this.#newest([`${PENDING} LIMIT ?`, PENDING_ROWS], terms, limit)
			: [];
		const settled = (since: number, rows: number) =>
			states.flatMap((state) => this.#newest([LAST_SETTLED, state, since, rows], terms, limit));
		// What was settled before the last of as many was stored, was stored before it too: mostly there is little more to see.
		const first = terms.length === 0 ? newestFirst([...waits, ...settled(0, limit)])[limit - 1] : undefined;
		const found = newestFirst([...waits, ...settled(first?.created ?? 0, SETTLED_ROWS)]);
		return found.slice(0, limit).map((row) => entryOf(row, waiting));
	}

	/** Other alerts of the same actor whose events happened within an hour of this one's: the newest, by when they happened. */
	nearby({ id, actor, time, created }: AlertEntry, waiting: Waiting): AlertEntry[] {
		const at = Date.parse(time);
		if (actor === "" || Number.isNaN(at)) return [];
		const [from, to] = [secondOf(at - HOUR), secondOf(at + HOUR + 1_000)];
		const terms: Term[] = [
			["actor = ?", actor],
			["id <> ?", id],
			["time BETWEEN ? AND ?", from, to],
		];
		const waits = `${PENDING} WHERE ${ANY_LEVEL} AND time BETWEEN ? AND ? LIMIT ?`;
		const rows = this.#newest([waits, from, to, SETTLED_ROWS], terms, NEARBY);
		// Nothing is settled before it happened, unless its time is still to come by our clock.
		const since = Math.min(at, created) - HOUR;
		for (const state of SETTLEMENTS) {
			const settled = `${SETTLED} ORDER BY at, id LIMIT ?`;
			rows.push(...this.#newest([settled, state, since, SETTLED_ROWS], terms, NEARBY));
		}
		const latestFirst = rows.toSorted((one, other) => compare(other.time, one.time));
		return latestFirst.slice(0, NEARBY).map((row) => entryOf(row, waiting));
	}

	#newest([rows, ...bindings]: Term, terms: readonly Term[], limit: number): Row[] {
		const where = terms.length === 0 ? "" : `WHERE ${terms.map(([text]) => text).join(" AND ")}`;
		const query = `SELECT * FROM (${rows}) ${where} ORDER BY created DESC, id LIMIT ?`;
		return this.#sql.exec<Row>(query, ...bindings, ...terms.flatMap(([, ...values]) => values), limit).toArray();
	}
}

function termsOf({ rule, actor, priority, since, until }: AlertFilter): Term[] {
	return [
		...(rule === undefined ? [] : [["rule = ?", rule] as const]),
		...(actor === undefined ? [] : [["actor = ?", actor] as const]),
		...(priority === undefined ? [] : [["level <= ?", priorityLevel(priority)] as const]),
		...(since === undefined ? [] : [["time >= ?", since] as const]),
		...(until === undefined ? [] : [["time < ?", until] as const]),
	];
}

function newestFirst(rows: readonly Row[]): Row[] {
	return rows.toSorted((one, other) => other.created - one.created || compare(one.id, other.id));
}

function compare(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}

/** The beginning of all times within a second, as alerts have them. */
function secondOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 19);
}
