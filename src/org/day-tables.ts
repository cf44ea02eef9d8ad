const DAY = 86_400_000;

/** Terms that a compound SELECT has at most in a Durable Object; SQLite itself takes 500. */
const TERMS_MAX = 5;

/**
 * A table cut into one a day, so that forgetting a day is dropping a table: whatever it held, that reads and writes no
 * row. Days are those on which rows are entered, by the object's own clock, in UTC.
 */
export class DayTables {
	readonly #sql: SqlStorage;
	readonly #name: string;
	readonly #columns: string;
	/** Newest first. */
	#days: number[];

	/** `columns` is what stands between the brackets of CREATE TABLE. */
	constructor(sql: SqlStorage, name: string, columns: string) {
		this.#sql = sql;
		this.#name = name;
		this.#columns = columns;
		this.#days = sql
			.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ?", `${name}_[0-9]*`)
			.toArray()
			.map((table) => Number(table.name.slice(name.length + 1)))
			.sort((a, b) => b - a);
	}

	/** All tables there are, newest first, in groups of as many as one query may put together with UNION ALL. */
	get groups(): readonly (readonly string[])[] {
		return this.groupsSince(Number.NEGATIVE_INFINITY);
	}

	/** The same without the tables of days before that of `since`, in milliseconds. */
	groupsSince(since: number): readonly (readonly string[])[] {
		const first = Math.floor(since / DAY);
		const tables = this.#days.filter((day) => day >= first).map((day) => this.#tableOf(day));
		const starts = Array.from({ length: Math.ceil(tables.length / TERMS_MAX) }, (_, group) => group * TERMS_MAX);
		return starts.map((start) => tables.slice(start, start + TERMS_MAX));
	}

	/** When the day of the oldest table began, in milliseconds; undefined when there is none. */
	get oldest(): number | undefined {
		const day = this.#days.at(-1);
		return day === undefined ? undefined : day * DAY;
	}

	/**
	 * The table of the day; makes it where there is none. Not to be called inside a transaction: were that rolled back,
	 * the table would be gone and still listed.
	 */
	open(now: number): string {
		const day = Math.floor(now / DAY);
		if (!this.#days.includes(day)) {
			this.#sql.exec(`CREATE TABLE ${this.#tableOf(day)} (${this.#columns}) WITHOUT ROWID`);
			this.#days = [...this.#days, day].sort((a, b) => b - a);
		}
		return this.#tableOf(day);
	}

	/** Drops the tables of all days but the last so many, today's among them. */
	keep(days: number, now: number): void {
		const oldest = Math.floor(now / DAY) - days + 1;
		for (const day of this.#days) if (day < oldest) this.#sql.exec(`DROP TABLE ${this.#tableOf(day)}`);
		this.#days = this.#days.filter((day) => day >= oldest);
	}

	#tableOf(day: number): string {
		return `${this.#name}_${day}`;
	}
}
