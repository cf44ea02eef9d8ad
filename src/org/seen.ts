import { DayTables } from "./day-tables.ts";

/** Days for which an event is recognised when it comes again; today counts as one. */
const DAYS_KEPT = 8;

const DAY = 86_400_000;

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

	/** Enters a uuid; false when it is there already. */
	enter(uuid: string, now: number): boolean {
		const today = this.#days.open(now);
		if (this.#has(uuid)) return false;
		this.#sql.exec(`INSERT INTO ${today} VALUES (?)`, uuid);
		return true;
	}

	/** Those of some uuids that are not known. */
	unseen(uuids: readonly string[]): string[] {
		return uuids.filter((uuid) => !this.#has(uuid));
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

	#has(uuid: string): boolean {
		return this.#days.groups.some((tables) => {
			const lookUps = tables.map((table) => `SELECT 1 FROM ${table} WHERE uuid = ?1`);
			return this.#sql.exec(lookUps.join(" UNION ALL "), uuid).next().done !== true;
		});
	}
}
