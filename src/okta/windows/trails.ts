import { type JsonObject, memberAt, text } from "../log-event.ts";
import { type DimensionName, readDimension } from "./dimensions.ts";
import { fingerprint } from "./fingerprint.ts";
import type { WindowPlan } from "./plan.ts";

/** A series of an activity's events that have something in common, by its name in a `SeriesStore`. */
export interface TrailLeft {
	readonly trail: string;
	/** The longest that a rule looks back there. */
	readonly seconds: number;
}

/** The trails that an event belongs to: what it is to those that ask about it later. */
export function trailsLeft(log: JsonObject, org: string, plan: WindowPlan): TrailLeft[] {
	const left: TrailLeft[] = [];
	for (const { name, activity, key, seconds } of plan.trails(text(log.eventType))) {
		const value = readDimension(key, log, org);
		if (value !== undefined && activity.includes(log)) left.push({ trail: trailName(name, key, value), seconds });
	}
	return left;
}

/** The trails that rules may ask about on this event. */
export function trailsAskedAbout(log: JsonObject, org: string, plan: WindowPlan): ReadonlySet<string> {
	const asked = new Set<string>();
	const result = text(memberAt(log, ["outcome", "result"]));
	for (const { name, key, now } of plan.inquiries(text(log.eventType), result)) {
		const value = readDimension(now, log, org);
		if (value !== undefined) asked.add(trailName(name, key, value));
	}
	return asked;
}

/** Name of the trail of an activity's events that have this value for their key. */
export function trailName(activity: string, key: DimensionName, value: string): string {
	return JSON.stringify(["trail", activity, key, shortKey(value)]);
}

const LONG = 200;

/** Keys are kept as they are, for people who look into the storage; but no user agent as long as a page. */
export function shortKey(value: string): string {
	return value.length <= LONG ? value : `#${fingerprint(value)}`;
}
