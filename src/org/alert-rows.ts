import { PRIORITIES } from "../falco/priority.ts";
import type { AlertEntry, Waiting } from "./ledger.ts";
import type { Settlement } from "./outbox.ts";

/** What is listed of an alert, of the tables `pending` and `settled` alike. */
export const COLUMNS = "level, time, id, rule, actor, created, attempts, reason";

/** True of all rows of `pending`. With it SQLite finds times within each level by the table's key. */
export const ANY_LEVEL = `level IN (${[...PRIORITIES.keys()].join()})`;

/** A row of either table as far as it is listed. */
export type Row = {
	readonly level: number;
	readonly time: string;
	readonly id: string;
	readonly rule: string;
	readonly actor: string;
	readonly created: number;
	readonly attempts: number;
	readonly reason: string;
	/** Both null of one that is on its way. */
	readonly state: Settlement | null;
	readonly at: number | null;
};

/** A row as operators see it; `waiting` is what those on their way are called. */
export function entryOf({ level, state, at, ...row }: Row, waiting: Waiting): AlertEntry {
	const { id, rule, actor, time, created, attempts, reason } = row;
	const priority = PRIORITIES[level] ?? "Debug";
	return { id, state: state ?? waiting, priority, rule, actor, time, created, settled: at, attempts, reason };
}
