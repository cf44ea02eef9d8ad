import { kindOf } from "../event-kind.ts";
import type { JsonObject } from "../log-event.ts";
import { readDimension } from "./dimensions.ts";
import type { Trail, WindowPlan } from "./plan.ts";
import { seriesKey, seriesName } from "./series-name.ts";

/** A series of an activity's events that have something in common. */
export interface NamedTrail {
	/** The name that its row has. */
	readonly trail: string;
	/** What its events have in common: the same text for all trails of one user. */
	readonly subject: string;
}

export interface TrailLeft extends NamedTrail {
	/** The longest that a rule looks back there. */
	readonly seconds: number;
}

/** What an event has for the key of a trail that it belongs to; undefined when it does not. */
export function keyOnTrail({ activity, key }: Trail, log: JsonObject, org: string): string | undefined {
	return activity.includes(log) ? readDimension(key, log, org) : undefined;
}

/** The trails that an event belongs to: what it is to those that ask about it later. */
export function trailsLeft(log: JsonObject, org: string, plan: WindowPlan): TrailLeft[] {
	const left: TrailLeft[] = [];
	for (const trail of plan.entries(kindOf(log)).trails) {
		const value = keyOnTrail(trail, log, org);
		if (value !== undefined) left.push({ ...named(trail, value), seconds: trail.seconds });
	}
	return left;
}

/** The trails that rules may ask about on this event. */
export function trailsAskedAbout(log: JsonObject, org: string, plan: WindowPlan): readonly NamedTrail[] {
	const asked: NamedTrail[] = [];
	for (const inquiry of plan.inquiries(kindOf(log))) {
		const value = readDimension(inquiry.now, log, org);
		if (value !== undefined) asked.push(named(inquiry, value));
	}
	return asked;
}

function named({ group, key }: Pick<Trail, "group" | "key">, value: string): NamedTrail {
	const short = seriesKey(value);
	return { trail: seriesName(group, short), subject: JSON.stringify([key, short]) };
}
