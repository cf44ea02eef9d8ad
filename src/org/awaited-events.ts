/**
 * Events that a hook should bring and that the System Log brought first. Most are on their way: what is still here after
 * an hour is lost to the hook.
 */
export class AwaitedEvents {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** `published`: when it happened, in milliseconds. */
	add(uuid: string, published: number): void {
		this.#sql.exec("INSERT OR IGNORE INTO awaited VALUES (?, ?)", uuid, published);
	}

	/** A hook has brought an event. */
	came(uuid: string): void {
		this.#sql.exec("DELETE FROM awaited WHERE uuid = ?", uuid);
	}

	/** Gives up those that happened before then: when each happened. */
	giveUp(before: number): number[] {
		const query = "DELETE FROM awaited WHERE published < ? RETURNING published";
		return this.#sql
			.exec<{ published: number }>(query, before)
			.toArray()
			.map(({ published }) => published);
	}
}
