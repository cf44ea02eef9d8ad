import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from "node:sqlite";
import { deserialize } from "node:v8";
import { NAMESPACE_KEY } from "./workerd-config.ts";

/** workerd's own table of a namespace lies beside those of its objects. */
const OWN = "metadata.sqlite";

/** The tables that an object left behind: workerd keeps each object in an SQLite file. Only while workerd does not run. */
export class StoredObject {
	/** Name of its file, which workerd makes of the object's name. */
	readonly file: string;
	readonly #database: DatabaseSync;

	/** The one object in a storage folder. Throws an Error when there is none, or more than one. */
	constructor(storage: string) {
		const path = storedFile(storage);
		this.file = basename(path);
		this.#database = new DatabaseSync(path);
	}

	/** The rows that a query gives. */
	rows<Row = Record<string, SQLOutputValue>>(query: string, ...bindings: readonly SQLInputValue[]): Row[] {
		return this.#database.prepare(query).all(...bindings) as Row[];
	}

	/** The first column of the one row that a query gives. */
	number(query: string, ...bindings: readonly SQLInputValue[]): number {
		return Number(Object.values(this.rows(query, ...bindings)[0] ?? {})[0]);
	}

	/** Runs statements that change something. */
	change(statements: string): void {
		this.#database.exec(statements);
	}

	/** What the object put under a key (`storage.kv`), which workerd writes as V8 does. */
	value(key: string): unknown {
		const [row] = this.rows<{ value: Uint8Array }>("SELECT value FROM _cf_KV WHERE key = ?", key);
		return row === undefined ? undefined : deserialize(row.value);
	}

	/** Statements that made the object's own tables, by name of the table. */
	schema(): Readonly<Record<string, string>> {
		const query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '_cf_*' ORDER BY name";
		return Object.fromEntries(this.rows<{ name: string; sql: string }>(query).map(({ name, sql }) => [name, sql]));
	}

	close(): void {
		this.#database.close();
	}
}

/** Path of the file of the one object in a storage folder. */
export function storedFile(storage: string): string {
	const folder = join(storage, NAMESPACE_KEY);
	const files = readdirSync(folder).filter((name) => name.endsWith(".sqlite") && name !== OWN);
	const [file] = files;
	if (file === undefined || files.length > 1)
		throw new Error(`expected one object in ${folder}, found ${files.length}`);
	return join(folder, file);
}
