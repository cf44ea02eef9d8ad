import { runInDurableObject } from "cloudflare:test";
import { org } from "../worker/system.ts";

/** Runs a test's steps inside an object, on its storage. */
export function inStorage<Result>(steps: (storage: DurableObjectStorage) => Result | Promise<Result>): Promise<Result> {
	return runInDurableObject(org(), (_, { storage }) => steps(storage));
}

/** In how many milliseconds the object's alarm is to go off; null when none is set. */
export async function alarmIn(): Promise<number | null> {
	const at = await inStorage((storage) => storage.getAlarm());
	return at === null ? null : at - Date.now();
}

/** A storage that counts the rows which its SQL and its key-value writes wrote: what Cloudflare bills. */
export function counted(storage: DurableObjectStorage): { storage: DurableObjectStorage; written: () => number } {
	const cursors: { readonly rowsWritten: number }[] = [];
	const exec = (query: string, ...bindings: unknown[]) => {
		const cursor = storage.sql.exec(query, ...bindings);
		cursors.push(cursor);
		return cursor;
	};
	const put = (key: string, value: unknown) => {
		storage.kv.put(key, value);
		cursors.push({ rowsWritten: 1 });
	};
	return {
		storage: {
			sql: { exec },
			kv: { get: (key: string) => storage.kv.get(key), put },
			transactionSync: <T>(closure: () => T) => storage.transactionSync(closure),
		} as unknown as DurableObjectStorage,
		written: () => cursors.splice(0).reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
	};
}

/** An SQL that counts the rows which its queries read. */
export function reading(sql: SqlStorage): { sql: SqlStorage; read: () => number } {
	let read = 0;
	const exec = (query: string, ...bindings: unknown[]) => {
		const cursor = sql.exec(query, ...bindings);
		const rows = cursor.toArray();
		read += cursor.rowsRead;
		return { toArray: () => rows, one: () => rows[0] };
	};
	return { sql: { exec } as unknown as SqlStorage, read: () => read };
}
