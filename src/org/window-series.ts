import { SERIES_MAX } from "../okta/windows/memory.ts";
import { Series } from "../okta/windows/series.ts";
import type { SeriesStore } from "../okta/windows/windows.ts";

type Row = { fields: string; members: ArrayBuffer };

/** The series that survive: one row each, so that an event costs one row written for each key that rules count it by. */
export class WindowSeries implements SeriesStore {
	readonly #sql: SqlStorage;
	readonly #most: number;

	/** `most`: how many series are kept; pruning takes those used least recently. */
	constructor(sql: SqlStorage, most: number = SERIES_MAX) {
		this.#sql = sql;
		this.#most = most;
	}

	get(name: string): Series | undefined {
		const row = this.#sql.exec<Row>("SELECT fields, members FROM series WHERE name = ?", name).toArray()[0];
		return row && new Series(JSON.parse(row.fields), new BigInt64Array(row.members));
	}

	put(name: string, { fields, data }: Series): void {
		const query = "INSERT OR REPLACE INTO series VALUES (?, ?, ?, ?)";
		this.#sql.exec(query, name, Date.now(), JSON.stringify(fields), data.buffer);
	}

	/** Forgets up to `limit` series that nothing was entered into since then, or that are too many; true when there may be more. */
	prune(before: number, limit: number): boolean {
		const [{ kept } = { kept: 0 }] = this.#sql.exec<{ kept: number }>("SELECT count(*) AS kept FROM series").toArray();
		const pruned = this.#sql.exec(
			`DELETE FROM series WHERE name IN (
				SELECT name FROM (SELECT name, used FROM series ORDER BY used LIMIT ?1)
				WHERE used < ?2 OR name IN (SELECT name FROM series ORDER BY used LIMIT ?3)
			) RETURNING 1`,
			limit,
			before,
			Math.max(0, kept - this.#most),
		);
		return pruned.toArray().length === limit;
	}
}
