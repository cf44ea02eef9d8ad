import { type NewAlert, Outbox, type PendingAlert, type Settlement } from "../../src/org/outbox.ts";

/** An alert of an event that happened at a time in milliseconds. */
export function alertAt(id: string, at: number, changes: Partial<NewAlert> = {}): NewAlert {
	const time = new Date(at).toISOString().replace("Z", "000000Z");
	return { id, level: 5, time, rule: "r", actor: "a", output: "o", json: `{"id":"${id}"}`, ...changes };
}

/** The alert of that id which is on its way. */
export function pendingOf(sql: SqlStorage, id: string): PendingAlert {
	const found = new Outbox(sql).due(100_000, Number.MAX_SAFE_INTEGER).find((alert) => alert.id === id);
	if (found === undefined) throw new Error(`${id} is not on its way`);
	return found;
}

/** Stores an alert and has it come to a state: when each is done, in milliseconds. */
export function store(
	sql: SqlStorage,
	alert: NewAlert,
	created: number,
	settled?: readonly [Settlement, number],
): void {
	const outbox = new Outbox(sql);
	outbox.add(alert, created);
	if (settled === undefined) return;
	const [state, at] = settled;
	outbox.settle(pendingOf(sql, alert.id), state, state === "dead" ? "413: too large" : "", at);
}
