import { runInDurableObject } from "cloudflare:test";
import { org } from "../worker/system.ts";

/** Runs a test's steps inside an object, on its storage. */
export function inStorage<Result>(steps: (storage: DurableObjectStorage) => Result | Promise<Result>): Promise<Result> {
	return runInDurableObject(org(), (_, { storage }) => steps(storage));
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
