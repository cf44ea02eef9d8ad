import { type JsonObject, memberAt, text } from "../log-event.ts";
import { type DimensionName, readDimension } from "./dimensions.ts";
import { fingerprint } from "./fingerprint.ts";
import type { WindowPlan } from "./plan.ts";

/** A series of an activity's events that have something in common. */
export interface NamedTrail {
	/** Its name in a `SeriesStore`. */
	readonly trail: string;
	/** What its events have in common: the same text for all trails of one user. */
	readonly subject: string;
}

export interface TrailLeft extends NamedTrail {
	/** The longest that a rule looks back there. */
	readonly seconds: number;
}

/** The trails that an event belongs to: what it is to those that ask about it later. */
export function trailsLeft(log: JsonObject, org: string, plan: WindowPlan): TrailLeft[] {
	const left: TrailLeft[] = [];
	for (const { name, activity, key, seconds } of plan.trails(text(log.eventType))) {
		const value = activity.includes(log) ? readDimension(key, log, org) : undefined;
		if (value !== undefined) left.push({ ...named(name, key, value), seconds });
	}
	return left;
}

/** The trails that rules may ask about on this event. */
export function trailsAskedAbout(log: JsonObject, org: string, plan: WindowPlan): readonly NamedTrail[] {
	const asked: NamedTrail[] = [];
	const result = text(memberAt(log, ["outcome", "result"]));
	for (const { name, key, now } of plan.inquiries(text(log.eventType), result)) {
		const value = readDimension(now, log, org);
		if (value !== undefined) asked.push(named(name, key, value));
	}
	return asked;
}

function named(activity: string, key: DimensionName, value: string): NamedTrail {
	return { trail: trailName(activity, key, value), subject: JSON.stringify([key, shortKey(value)]) };
}

/** Name of the trail of an activity's events that have this value for their key. */
export function trailName(activity: string, key: DimensionName, value: string): string {
	// Neither a name of an activity nor one of a key has anything to escape.
	return nameWith(`["trail","${activity}","${key}"`, value);
}

/** The name of a series: a JSON array that ends with the key's value. `beginning` is what is before that. */
export function nameWith(beginning: string, value: string): string {
	const key = shortKey(value);
	return `${beginning},${PLAIN.test(key) ? `"${key}"` : JSON.stringify(key)}]`;
}

/** Text that is its own JSON; `JSON.stringify` takes some times as long to find out. */
const PLAIN = /^[\w .:@+-]*$/;

const LONG = 200;

/** Keys are kept as they are, for people who look into the storage; but no user agent as long as a page. */
export function shortKey(value: string): string {
	return value.length <= LONG ? value : `#${fingerprint(value)}`;
}
