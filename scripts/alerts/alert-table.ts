import type { AlertEntry } from "./admin-client.ts";

/** An alert in a table, what identifies it last. */
export const ALERT_HEADINGS = ["STATE", "PRIORITY", "TIME", "ACTOR", "TRIES", "WHY", "ID"];

export function alertRow({ state, priority, time, actor, attempts, reason, id }: AlertEntry): string[] {
	return [state, priority, time.replace(/\.\d+Z$/, "Z"), actor, String(attempts), reason || "-", id];
}
