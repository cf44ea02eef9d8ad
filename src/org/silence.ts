import type { SweepStanding } from "./sweep-state.ts";
import { weekdayTime } from "./weekday-time.ts";

/** The ways by which events come. */
export const FEEDS = ["Event Hooks", "System Log"] as const;
export type Feed = (typeof FEEDS)[number];

/** A feed that has fallen silent. */
export interface Silence {
	readonly feed: Feed;
	/** When it last gave a sign of life, in milliseconds. */
	readonly since: number;
	/** How that is known, for people. */
	readonly reason: string;
}

/** What is known of the feeds. Times are milliseconds; 0 is never. */
export interface FeedFacts {
	readonly lastDelivery: number;
	/** The longest pause between deliveries that is usual, in milliseconds of Mondays to Fridays. */
	readonly longestPause: number;
	/** Events since the last delivery that a hook should have brought within an hour. */
	readonly lostInARow: number;
	/** When the last event happened that hooks used to bring and that the System Log brought. */
	readonly unbrought: number;
	/** Undefined where the System Log is not read. */
	readonly sweep: SweepStanding | undefined;
}

const HOUR = 3_600_000;

/** As many events have to be lost one after the other: one or two are counted, and recovered, but are no silence. */
const LOST_MIN = 3;

/** How much longer than the longest a pause has to be. */
const UNUSUAL = 1.25;

/** How long the System Log may be out of reach, in milliseconds. */
const UNREADABLE_MAX = HOUR;

/** Whether a feed is silent. `patience`: how long the hooks may say nothing at least, in milliseconds. */
export function silenceOf(feed: Feed, facts: FeedFacts, patience: number, now: number): Silence | undefined {
	return JUDGES[feed](facts, patience, now);
}

/** Whether a feed that was silent is no more. */
export function isOver({ feed, since }: Silence, { lastDelivery, sweep }: FeedFacts): boolean {
	return feed === "Event Hooks" ? lastDelivery > since : sweep?.failingSince === 0;
}

const JUDGES: Record<Feed, (facts: FeedFacts, patience: number, now: number) => Silence | undefined> = {
	"Event Hooks": (facts, patience, now) => {
		const { lastDelivery: since } = facts;
		const reason = since === 0 ? undefined : reasonOfHooks(facts, patience, now);
		return reason === undefined ? undefined : { feed: "Event Hooks", since, reason };
	},
	"System Log": ({ sweep }, _, now) => {
		const { failingSince: since, error } = sweep ?? { failingSince: 0, error: "" };
		if (since === 0 || now - since <= UNREADABLE_MAX) return undefined;
		return { feed: "System Log", since, reason: `it cannot be read: ${error}` };
	},
};

/**
 * Where the System Log can be read it tells silence from a quiet org: hooks are silent if it has what they did not bring.
 * Else all there is to go by is how long they usually say nothing.
 */
function reasonOfHooks(facts: FeedFacts, patience: number, now: number): string | undefined {
	const { lastDelivery, longestPause, lostInARow, unbrought, sweep } = facts;
	const canTell = sweep !== undefined && sweep.failingSince === 0;
	if (canTell && lostInARow >= LOST_MIN) {
		return `the System Log has ${lostInARow} events that a hook was to bring and did not within an hour`;
	}
	const quiet = weekdayTime(lastDelivery, now);
	if (quiet <= Math.max(patience, UNUSUAL * longestPause)) return undefined;
	const pause = `no delivery for ${hours(quiet)} of weekdays`;
	if (!canTell) return `${pause}; the longest pause in four weeks was ${hours(longestPause)}`;
	if (unbrought <= lastDelivery) return undefined;
	return `${pause}, though the System Log has events like those that hooks brought: is the hook active and verified?`;
}

/** `26 h` */
export function hours(milliseconds: number): string {
	return `${Math.round(milliseconds / HOUR)} h`;
}
