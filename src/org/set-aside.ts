import { Changes } from "./changes.ts";
import { TEXT_MAX } from "./text-max.ts";

/** An event of which no alert could be decided, kept as it came. */
export type SetAside = {
	readonly id: number;
	/** `rejected`: no usable event. `failed`: evaluating it threw, which is a bug of ours. */
	readonly kind: "rejected" | "failed";
	/** When it came, in milliseconds. */
	readonly at: number;
	/** The hook that delivered it. */
	readonly source: string;
	readonly reason: string;
	/** The event's JSON; its beginning, where it is longer than a row. */
	readonly text: string;
};

const REASON_MAX = 2_000;

/** How many there are of each kind. */
export type SetAsideCounts = Readonly<Record<SetAside["kind"], number>>;

const KEY = "set aside";

/** What is kept under the key: how many there are, and the last id that one was given. */
type Kept = SetAsideCounts & { readonly last: number };

const NONE: Kept = { rejected: 0, failed: 0, last: 0 };

/** Events that were refused or could not be evaluated, with their reasons: nothing that Okta sent is dropped unseen. */
export class SetAsides {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly #changes: Changes;

	/** `changes`: where it is noted that there are others. */
	constructor(storage: DurableObjectStorage, changes: Changes = new Changes()) {
		this.#storage = storage;
		this.#changes = changes;
		this.#sql = storage.sql;
		// An earlier version did not keep count.
		if (storage.kv.get(KEY) === undefined) storage.kv.put(KEY, this.#countAll());
	}

	/** How many there are, which is kept: counting would read all that Okta sent of them. */
	get counts(): SetAsideCounts {
		const { rejected, failed } = this.#kept;
		return { rejected, failed };
	}

	/** Sets an event aside, by an id that none had before: whoever still means another one by it finds none. */
	add({ kind, at, source, reason, text }: Omit<SetAside, "id">): void {
		const id = Math.max(this.#kept.last, this.lastId()) + 1;
		this.#count(kind, 1, { last: id });
		this.#sql.exec(
			"INSERT INTO set_aside (id, kind, at, source, reason, text) VALUES (?, ?, ?, ?, ?, ?)",
			id,
			kind,
			at,
			source,
			reason.slice(0, REASON_MAX),
			text.slice(0, TEXT_MAX),
		);
	}

	get(id: number): SetAside | undefined {
		return this.#sql.exec<SetAside>("SELECT * FROM set_aside WHERE id = ?", id).toArray()[0];
	}

	/** Up to `limit` of them, newest first, from below the id `before`; of each text as many characters at most. */
	list(limit: number, before: number, characters: number = TEXT_MAX): SetAside[] {
		const query = `SELECT id, kind, at, source, reason, substr(text, 1, ?) AS text FROM set_aside
			WHERE id < ? ORDER BY id DESC LIMIT ?`;
		return this.#sql.exec<SetAside>(query, characters, before, limit).toArray();
	}

	/** The highest id there is; 0 when there is none. */
	lastId(): number {
		const query = "SELECT coalesce(max(id), 0) AS id FROM set_aside";
		return this.#sql.exec<{ id: number }>(query).one().id;
	}

	/** Ids, above `after` and up to `last`, of the first `limit` events at most that could not be evaluated. */
	failed(after: number, last: number, limit: number): number[] {
		const query = "SELECT id FROM set_aside WHERE id > ? AND id <= ? AND kind = 'failed' ORDER BY id LIMIT ?";
		return this.#sql
			.exec<{ id: number }>(query, after, last, limit)
			.toArray()
			.map(({ id }) => id);
	}

	setReason(id: number, reason: string): void {
		this.#sql.exec("UPDATE set_aside SET reason = ? WHERE id = ?", reason.slice(0, REASON_MAX), id);
		this.#changes.note();
	}

	/** False when there is none of that id. */
	delete(id: number): boolean {
		const kind = this.get(id)?.kind;
		if (kind === undefined) return false;
		this.#count(kind, -1);
		this.#sql.exec("DELETE FROM set_aside WHERE id = ?", id);
		return true;
	}

	/** Forgets up to `limit` refused events that came before then; true when there may be more. Failed ones stay. */
	prune(before: number, limit: number): boolean {
		return this.#storage.transactionSync(() => {
			const query = `DELETE FROM set_aside WHERE id IN (
				SELECT id FROM set_aside WHERE kind = 'rejected' AND at < ? LIMIT ?
			) RETURNING 1`;
			const pruned = this.#sql.exec(query, before, limit).toArray().length;
			if (pruned > 0) this.#count("rejected", -pruned);
			return pruned === limit;
		});
	}

	/** An earlier version kept no last id; then it is that of the last one there is. */
	get #kept(): Kept {
		const { last, ...counts } = this.#storage.kv.get<Partial<Kept>>(KEY) ?? NONE;
		return { ...NONE, ...counts, last: last ?? this.lastId() };
	}

	#count(kind: SetAside["kind"], change: number, others: Partial<Kept> = {}): void {
		const kept = this.#kept;
		this.#storage.kv.put<Kept>(KEY, { ...kept, [kind]: kept[kind] + change, ...others });
		this.#changes.note();
	}

	#countAll(): Kept {
		const query = "SELECT count(*) AS every, coalesce(sum(kind = 'failed'), 0) AS failed FROM set_aside";
		const { every, failed } = this.#sql.exec<{ every: number; failed: number }>(query).one();
		return { rejected: every - failed, failed, last: this.lastId() };
	}
}
