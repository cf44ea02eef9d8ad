import type { OktaEvent } from "../okta/event.ts";
import { jsonText, text } from "../okta/log-event.ts";
import type { WindowPlan } from "../okta/windows/plan.ts";
import { trailsAskedAbout, trailsLeft } from "../okta/windows/trails.ts";
import { DayTables } from "./day-tables.ts";
import { TEXT_MAX } from "./text-max.ts";

/** An event that was evaluated before something came that happened before it. */
export interface Asked {
	readonly uuid: string;
	/** The hook that delivered it. */
	readonly source: string;
	/** The event's JSON. */
	readonly json: string;
	/** Names of the rules that alerted. */
	readonly alerted: readonly string[];
}

type Row = { uuid: string; source: string; json: string; alerted: string };

/** Days for which an event can be looked at again; today counts as one. */
const DAYS_KEPT = 3;

/**
 * Events that asked about earlier ones (`okta.recent`). Okta delivers in any order, and what hooks do not carry comes
 * minutes later from the System Log: then the answer was too small, and the event must be looked at again.
 *
 * Only events that a rule with such a question looks at are kept: one row written for each user or the like that it asked
 * about.
 */
export class SecondLook {
	readonly #sql: SqlStorage;
	readonly #plan: WindowPlan;
	readonly #days: DayTables;

	constructor(sql: SqlStorage, plan: WindowPlan) {
		this.#sql = sql;
		this.#plan = plan;
		// A trail is kept by its subject, which is the same for all trails of a user.
		const columns = `
			trail TEXT NOT NULL,
			at INTEGER NOT NULL,
			uuid TEXT NOT NULL,
			source TEXT NOT NULL,
			alerted TEXT NOT NULL,
			json TEXT NOT NULL,
			PRIMARY KEY (trail, at, uuid)`;
		this.#days = new DayTables(sql, "asked", columns);
	}

	/** Readies the day's table, before the transaction in which `keep` is called. */
	open(now: number): void {
		if (this.#plan.asks) this.#days.open(now);
	}

	/** Keeps an event, if it asked anything. `alerted`: names of the rules that alerted. */
	keep({ log, time, org }: OktaEvent, source: string, alerted: readonly string[], now: number): void {
		const subjects = new Set(trailsAskedAbout(log, org, this.#plan).map(({ subject }) => subject));
		const json = subjects.size > 0 ? jsonText(log) : "";
		if (subjects.size === 0 || json.length > TEXT_MAX) return;
		const today = this.#days.open(now);
		for (const subject of subjects) {
			this.#sql.exec(
				`INSERT OR REPLACE INTO ${today} VALUES (?, ?, ?, ?, ?, ?)`,
				subject,
				milliseconds(time),
				text(log.uuid),
				source,
				JSON.stringify(alerted),
				json,
			);
		}
	}

	/** The events that asked about what this one is, and that happened so soon after it that it counts for them. */
	changedBy({ log, time, org }: OktaEvent): Asked[] {
		const changed = new Map<string, Asked>();
		const from = milliseconds(time);
		for (const { trail, subject, seconds } of trailsLeft(log, org, this.#plan)) {
			// What was kept by the name of a trail is from before it was kept by subject.
			const rows = [subject, trail].flatMap((key) => this.#within(key, from - 1, from + seconds * 1_000));
			for (const row of rows) {
				// Newest day first: an event that was looked at again is there more than once.
				if (row.uuid === log.uuid || changed.has(row.uuid) || !this.#asksAbout(trail, row.json, org)) continue;
				changed.set(row.uuid, { ...row, alerted: JSON.parse(row.alerted) });
			}
		}
		return [...changed.values()];
	}

	/** Forgets what is older than some days. */
	prune(now: number): void {
		this.#days.keep(DAYS_KEPT, now);
	}

	#asksAbout(trail: string, json: string, org: string): boolean {
		return trailsAskedAbout(JSON.parse(json), org, this.#plan).some((asked) => asked.trail === trail);
	}

	#within(key: string, from: number, to: number): Row[] {
		const columns = "uuid, source, json, alerted";
		return this.#days.groups.flatMap((tables) => {
			const each = tables.map((day) => `SELECT ${columns} FROM ${day} WHERE trail = ?1 AND at BETWEEN ?2 AND ?3`);
			return this.#sql.exec<Row>(each.join(" UNION ALL "), key, from, to).toArray();
		});
	}
}

function milliseconds(nanoseconds: bigint): number {
	return Number(nanoseconds / 1_000_000n);
}
