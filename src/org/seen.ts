import type { LogEvent } from "../okta/log-event.ts";
import { publishedTime } from "../okta/published.ts";
import { DayTables } from "./day-tables.ts";

/** Days for which an event is recognised when it comes again; today counts as one. */
const DAYS_KEPT = 8;

const DAY = 86_400_000;

/** Uuids that one statement takes: a Durable Object's has 100 parameters at most. */
const UUIDS_PER_QUERY = 50;

/** What tells an event from others, and since when it may have come. */
export type Arrival = Pick<LogEvent, "uuid" | "published">;

/** Events by whether they had come before. */
export interface Entered<Event extends Arrival> {
	/** Those that came for the first time, in their order. */
	readonly fresh: readonly Event[];
	readonly known: readonly Event[];
}

/** The uuids of events that were taken in: what makes Okta's at-least-once deliveries count once. */
export class Seen {
	readonly #sql: SqlStorage;
	readonly #days: DayTables;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		this.#days = new DayTables(sql, "seen", "uuid TEXT PRIMARY KEY");
	}

	/** Readies the day's table, before the transaction in which `enter` is called. */
	open(now: number): void {
		this.#days.open(now);
	}

	/** Enters events that came together; one that is among them twice is known the second time. */
	enter<Event extends Arrival>(events: readonly Event[], now: number): Entered<Event> {
		const today = this.#days.open(now);
		const seen = this.#among(uuidsOf(events), earliestArrival(events, now));
		const fresh: Event[] = [];
		const known: Event[] = [];
		for (const event of events) {
			(seen.has(event.uuid) ? known : fresh).push(event);
			seen.add(event.uuid);
		}
		for (const uuids of chunks(uuidsOf(fresh))) {
			this.#sql.exec(`INSERT INTO ${today} VALUES ${uuids.map(() => "(?)").join()}`, ...uuids);
		}
		return { fresh, known };
	}

	/** Those of some uuids that are not known. */
	unseen(uuids: readonly string[]): string[] {
		const known = this.#among(uuids);
		return uuids.filter((uuid) => !known.has(uuid));
	}

	/** Since when every event that was taken in is recognised, in milliseconds. */
	since(now: number): number {
		const kept = (Math.floor(now / DAY) - DAYS_KEPT + 1) * DAY;
		return Math.min(this.#days.oldest ?? kept, kept);
	}

	/** Forgets what is older than a week, unless it is needed from an earlier time on. */
	prune(now: number, needed: number = now): void {
		this.#days.keep(Math.max(DAYS_KEPT, Math.floor(now / DAY) - Math.floor(needed / DAY) + 1), now);
	}

	/** Those of some uuids that were entered; `since`: none of them was before that. */
	#among(uuids: readonly string[], since: number = Number.NEGATIVE_INFINITY): Set<string> {
		const found = new Set<string>();
		for (const chunk of chunks(uuids)) {
			const list = chunk.map((_, at) => `?${at + 1}`).join();
			for (const tables of this.#days.groupsSince(since)) {
				const lookUps = tables.map((table) => `SELECT uuid FROM ${table} WHERE uuid IN (${list})`);
				const rows = this.#sql.exec<{ uuid: string }>(lookUps.join(" UNION ALL "), ...chunk).toArray();
				for (const { uuid } of rows) found.add(uuid);
			}
		}
		return found;
	}
}

/**
 * The earliest that one of these events can have come before, in milliseconds: nothing comes before it happens, and no
 * clock, ours or Okta's, is wrong by a day. Most happened just now, and are looked for in two tables instead of eight.
 */
function earliestArrival(events: readonly Arrival[], now: number): number {
	let earliest = now;
	for (const { published } of events) {
		earliest = Math.min(earliest, Number(publishedTime(published) / 1_000_000n));
	}
	return earliest - DAY;
}

function uuidsOf(events: readonly Arrival[]): string[] {
	return events.map(({ uuid }) => uuid);
}

function* chunks(uuids: readonly string[]): Generator<readonly string[]> {
	for (let at = 0; at < uuids.length; at += UUIDS_PER_QUERY) yield uuids.slice(at, at + UUIDS_PER_QUERY);
}
