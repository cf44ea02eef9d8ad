import type { Explained } from "../falco/explain.ts";
import type { AlertDetails, AlertEntry } from "./ledger.ts";
import type { Receipt } from "./receive.ts";
import type { Standing } from "./standing.ts";

/** What the status page shows of an org's object. Whatever time has passed, it is no more than this. Times are milliseconds. */
export interface Overview {
	readonly standing: Standing;
	/** The last 168 hours, oldest first and without gaps; the last one is under way. */
	readonly hours: readonly HourFigures[];
	readonly latency: Latencies;
	/** Rules that have fired, whether or not they are still loaded, in no order: the 2,000 that fired last, or a few more. */
	readonly rules: readonly RuleFigures[];
	/** Event hooks that delivered within the last month, the latest first. */
	readonly hooks: readonly HookFigures[];
}

/** What came within an hour, by deliveries and from the System Log together, and what left. */
export interface HourFigures extends Receipt {
	/** When the hour began. */
	readonly at: number;
	readonly deliveries: number;
	/** Alerts that Falcosidekick took; one that an operator had sent again counts again. */
	readonly delivered: number;
}

/** Over the last 24 hours, the one under way among them; null where there is nothing to tell of. */
export interface Latencies {
	/** From an event's `published` to our commit: of events that hooks brought, for the System Log is read when its time comes. */
	readonly committed: Latency | null;
	/** From an event's `published` to Falcosidekick's yes to its alert: of alerts that no operator had sent again. */
	readonly delivered: Latency | null;
}

/** In milliseconds. The longest is as it was; the others are a fifth off at most. */
export interface Latency {
	readonly p50: number;
	readonly p95: number;
	readonly max: number;
}

/** How often a rule fired. */
export interface RuleFigures {
	readonly rule: string;
	/** Within the hour under way and the 23, or 167, before it. */
	readonly lastDay: number;
	readonly lastWeek: number;
	/** Since this is kept, and before that as far as its alerts were there to tell. */
	readonly total: number;
	/** When an alert of it was last stored. */
	readonly lastFired: number;
}

/** An event hook that delivered. */
export interface HookFigures {
	readonly id: string;
	/** The UTC day of its last delivery, as the beginning of that day. */
	readonly lastDay: number;
}

/** Everything that is known of an alert. */
export interface AlertPortrait extends AlertDetails {
	/** The event's JSON as Okta sent it; null where it is no longer kept. */
	readonly event: string | null;
	/** The rule's condition on that event, and counts as they are known now; null without the event or the rule. */
	readonly explained: Explained | null;
	/** Other alerts of the same actor whose events happened within an hour of this one's, the latest first, 50 at most. */
	readonly nearby: readonly AlertEntry[];
}

/** An attempt to deliver an alert that failed. */
export interface Try {
	readonly at: number;
	readonly reason: string;
}
