import { SERIES_MAX } from "../okta/windows/memory.ts";
import { Series } from "../okta/windows/series.ts";
import { seriesName } from "../okta/windows/series-name.ts";
import type { SeriesStore } from "../okta/windows/windows.ts";

type Row = { fields: string; members: ArrayBuffer };

/** Series that are held back from being written at most: each may have tens of kilobytes. */
const HELD_MAX = 200;

/** The series that survive, one row each. */
export class WindowSeries implements SeriesStore {
	readonly #sql: SqlStorage;
	readonly #most: number;
	/** What was put and not written yet; undefined outside `together`. */
	#held: Map<string, Series> | undefined;

	/** `most`: how many series are kept; pruning takes those used least recently. */
	constructor(sql: SqlStorage, most: number = SERIES_MAX) {
		this.#sql = sql;
		this.#most = most;
	}

	/**
	 * Takes steps in a transaction that is open, and writes what they put when they are done: events of one key that come
	 * together cost one row written. When a step throws nothing of it is kept.
	 */
	together<Result>(steps: () => Result): Result {
		this.#held = new Map();
		try {
			const result = steps();
			this.#writeHeld();
			return result;
		} finally {
			this.#held = undefined;
		}
	}

	get(group: string, key: string): Series | undefined {
		const name = seriesName(group, key);
		return this.#held?.get(name) ?? this.#read(name);
	}

	put(group: string, key: string, series: Series): void {
		const name = seriesName(group, key);
		if (this.#held === undefined) {
			this.#write(name, series);
			return;
		}
		this.#held.set(name, series);
		if (this.#held.size === HELD_MAX) this.#writeHeld();
	}

	/** Forgets up to `limit` series that nothing was entered into since then, or that are too many; true when there may be more. */
	prune(before: number, limit: number): boolean {
		const idle = this.#delete("WHERE used < ? LIMIT ?", before, limit);
		if (idle === limit) return true;
		const [{ kept } = { kept: 0 }] = this.#sql.exec<{ kept: number }>("SELECT count(*) AS kept FROM series").toArray();
		if (kept <= this.#most) return false;
		return idle + this.#delete("ORDER BY used LIMIT ?", Math.min(kept - this.#most, limit - idle)) === limit;
	}

	#delete(which: string, ...bindings: number[]): number {
		const query = `DELETE FROM series WHERE name IN (SELECT name FROM series ${which}) RETURNING 1`;
		return this.#sql.exec(query, ...bindings).toArray().length;
	}

	#read(name: string): Series | undefined {
		const row = this.#sql.exec<Row>("SELECT fields, members FROM series WHERE name = ?", name).toArray()[0];
		return row && new Series(JSON.parse(row.fields), new BigInt64Array(row.members));
	}

	#write(name: string, { fields, data }: Series): void {
		const query = "INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?)";
		this.#sql.exec(query, name, Date.now(), JSON.stringify(fields), data.buffer);
	}

	#writeHeld(): void {
		for (const [name, series] of this.#held ?? []) this.#write(name, series);
		this.#held?.clear();
	}
}
