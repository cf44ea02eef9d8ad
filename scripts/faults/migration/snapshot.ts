import type { StoredObject } from "../../workerd/stored-object.ts";

type Row = Readonly<Record<string, unknown>>;

/** All that an object has stored. */
export interface Snapshot {
	/** Statements that made its tables, those left out that are made each day. */
	readonly schema: Readonly<Record<string, string>>;
	/** The rows of all tables. */
	readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** workerd's own tables, of which only the one behind `storage.kv` holds anything of the object's. */
const KV = "_cf_KV";

/** What starting an object may change. */
const CHANGING_KEYS = ["schema", "prune"];

/** Reads everything, and closes what it reads. */
export function takeSnapshot(stored: StoredObject): Snapshot {
	const all = stored.schema();
	const daily = /_\d+$/;
	const schema = Object.fromEntries(Object.entries(all).filter(([name]) => !daily.test(name)));
	const rows = Object.fromEntries(
		[...Object.keys(all), KV].map((name) => [name, stored.rows(`SELECT * FROM ${name}`)]),
	);
	stored.close();
	return { schema, rows };
}

/** Tables that differ, are missing or are too many. */
export function differingTables(one: Snapshot, other: Snapshot): string[] {
	return Object.keys({ ...one.schema, ...other.schema }).filter((name) => one.schema[name] !== other.schema[name]);
}

/** Rows that are gone or changed, one sentence for each table; columns that were added since do not count. */
export function lostRows(before: Snapshot, after: Snapshot): string[] {
	return Object.entries(before.rows).flatMap(([table, rows]) => {
		const [first = {}] = rows;
		const text = (row: Row) => JSON.stringify(Object.keys(first).map((column) => textOf(row[column])));
		const kept = new Set((after.rows[table] ?? []).map(text));
		const lost = rows.filter(
			(row) => !kept.has(text(row)) && !(table === KV && CHANGING_KEYS.includes(String(row.key))),
		);
		return lost.length === 0 ? [] : [`${lost.length} of ${rows.length} rows of ${table} were lost or changed`];
	});
}

function textOf(value: unknown): string {
	return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : String(value);
}
