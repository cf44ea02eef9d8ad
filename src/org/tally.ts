import type { Receipt } from "./receive.ts";

/** What came from Okta since the object was made. */
export interface Tally extends Receipt {
	readonly deliveries: number;
	/** When the last delivery came, in milliseconds; 0 before the first. */
	readonly lastDelivery: number;
}

const TALLY = "tally";

const NONE: Tally = { deliveries: 0, lastDelivery: 0, events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0 };

export function readTally(storage: DurableObjectStorage): Tally {
	return storage.kv.get<Tally>(TALLY) ?? NONE;
}

/** Adds a delivery, in the transaction that stores it. */
export function countDelivery(storage: DurableObjectStorage, receipt: Receipt, now: number): void {
	const tally = readTally(storage);
	storage.kv.put<Tally>(TALLY, {
		deliveries: tally.deliveries + 1,
		lastDelivery: now,
		events: tally.events + receipt.events,
		duplicates: tally.duplicates + receipt.duplicates,
		rejected: tally.rejected + receipt.rejected,
		failed: tally.failed + receipt.failed,
		alerts: tally.alerts + receipt.alerts,
	});
}
