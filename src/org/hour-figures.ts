import { emptyHistogram, type Histogram } from "./histogram.ts";
import type { HourFigures } from "./overview.ts";

const HOUR = 3_600_000;

/** Hours that are shown, and those that are kept: a week and a day. */
export const HOURS_SHOWN = 168;
const HOURS_KEPT = 192;

/** An hour that counts: what is shown of it, and how long things took. */
export interface CountedHour extends Counts {
	/** From an event's `published` to our commit. */
	readonly committed: Histogram;
	/** From an event's `published` to Falcosidekick's yes. */
	readonly sent: Histogram;
}

type Counts = { -readonly [Name in keyof HourFigures]: HourFigures[Name] };

type Row = Counts & { readonly committed: string; readonly sent: string };

const COLUMNS = "at, deliveries, events, duplicates, rejected, failed, alerts, delivered, committed, sent";

/** When the hour of a moment began; both are milliseconds. */
export function hourOf(now: number): number {
	return now - (now % HOUR);
}

/** When the first of the last so many hours began, of which the last is under way. */
export function firstOf(hours: number, now: number): number {
	return hourOf(now) - (hours - 1) * HOUR;
}

/** An hour, which began at `at`, in which nothing came yet. */
export function newHour(at: number): CountedHour {
	return { ...nothingAt(at), committed: emptyHistogram(), sent: emptyHistogram() };
}

function nothingAt(at: number): Counts {
	return { at, deliveries: 0, events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0, delivered: 0 };
}

/** All hours that are shown, oldest first; those of which nothing is known had nothing. */
export function withoutGaps(known: readonly CountedHour[], now: number): HourFigures[] {
	const first = firstOf(HOURS_SHOWN, now);
	const byTime = new Map(known.map((hour) => [hour.at, figuresOf(hour)]));
	return Array.from({ length: HOURS_SHOWN }, (_, index) => first + index * HOUR).map(
		(at) => byTime.get(at) ?? nothingAt(at),
	);
}

function figuresOf({
	at,
	deliveries,
	events,
	duplicates,
	rejected,
	failed,
	alerts,
	delivered,
}: CountedHour): HourFigures {
	return { at, deliveries, events, duplicates, rejected, failed, alerts, delivered };
}

/**
 * The hours that are over, each a row. An hour takes the place of the one that was so many hours before it, so there are
 * never more, and none has to be deleted.
 */
export class HourTable {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	put({ committed, sent, ...hour }: CountedHour): void {
		this.#sql.exec(
			`INSERT OR REPLACE INTO hour_figures (slot, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			slotOf(hour.at),
			hour.at,
			hour.deliveries,
			hour.events,
			hour.duplicates,
			hour.rejected,
			hour.failed,
			hour.alerts,
			hour.delivered,
			JSON.stringify(committed),
			JSON.stringify(sent),
		);
	}

	/** The hour that began then; undefined when it is not there. */
	get(at: number): CountedHour | undefined {
		return this.#read("WHERE slot = ? AND at = ?", slotOf(at), at)[0];
	}

	/** The hours that began then or later. */
	since(at: number): CountedHour[] {
		return this.#read("WHERE at >= ?", at);
	}

	#read(which: string, ...bindings: number[]): CountedHour[] {
		const rows = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM hour_figures ${which}`, ...bindings).toArray();
		return rows.map(({ committed, sent, ...counts }) => ({
			...counts,
			committed: JSON.parse(committed),
			sent: JSON.parse(sent),
		}));
	}
}

function slotOf(at: number): number {
	return (at / HOUR) % HOURS_KEPT;
}
