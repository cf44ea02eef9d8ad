import type { EventKind } from "../event-kind.ts";
import type { JsonObject } from "../log-event.ts";

/** An event as far as windows go: what it is, where it comes from, and when it happened. */
export interface PlacedEvent {
	readonly log: JsonObject;
	readonly kind: EventKind;
	/** Nanoseconds since the Unix epoch. */
	readonly time: bigint;
	/** The Okta organization. */
	readonly org: string;
}
