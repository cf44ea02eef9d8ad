import type { Receipt } from "./receive.ts";

/** What came from Okta by hooks since the object was made. */
export interface Tally extends Receipt {
	readonly deliveries: number;
	/** When the last delivery came, in milliseconds; 0 before the first. */
	readonly lastDelivery: number;
}

/** Before the first delivery. */
export const NOTHING_CAME: Tally = {
	deliveries: 0,
	lastDelivery: 0,
	events: 0,
	duplicates: 0,
	rejected: 0,
	failed: 0,
	alerts: 0,
};

/** The tally once a delivery is counted. */
export function withDelivery(tally: Tally, receipt: Receipt, now: number): Tally {
	return {
		deliveries: tally.deliveries + 1,
		lastDelivery: now,
		events: tally.events + receipt.events,
		duplicates: tally.duplicates + receipt.duplicates,
		rejected: tally.rejected + receipt.rejected,
		failed: tally.failed + receipt.failed,
		alerts: tally.alerts + receipt.alerts,
	};
}
