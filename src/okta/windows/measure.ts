import { NOTHING, type Series } from "./series.ts";
import { Values } from "./values.ts";

/** Up to when events count that happened after the one that is asked about. */
export type Horizon =
	/** Not at all: what a window held at the event's own time. */
	| "own"
	/** As far as a window reaches that holds the event: for one that comes late, when later ones are there already. */
	| "known";

/** A member to look back from, and the first of its series that counts. */
export interface Place {
	readonly series: Series;
	readonly first: number;
	readonly place: number;
}

/**
 * The most members that a window of that length holds together with the member at `place`. A window is (end − length,
 * end]; its end is the member's own time or, where later members are known, any later one's that leaves it inside.
 *
 * So whatever the order in which events come, the one that completes a window counts all of it, and no number is told
 * that no window holds.
 */
export function largestCount(from: Place, length: bigint, horizon: Horizon): number {
	let largest = 0;
	eachWindowAround(from, length, horizon, (first, last) => {
		largest = Math.max(largest, last - first + 1);
	});
	return largest;
}

/** How many different values there are, and how many there would be without the member that is looked back from. */
export interface Variety {
	readonly before: number;
	readonly after: number;
}

const NONE: Variety = { before: 0, after: 0 };
const FIRST: Variety = { before: 0, after: 1 };
const KNOWN: Variety = { before: 1, after: 1 };

/** The most different values that such a window holds, and the most that it would without the member. */
export function largestVariety(from: Place, field: number, length: bigint, horizon: Horizon): Variety {
	const { series, place } = from;
	if (place === series.end - 1) {
		// Nearly always it is the latest member, so that there is one window, and all of that has one value.
		const first = series.firstWithin(length, place, from.first);
		if (series.sameSince(place, field, first) === first) {
			return series.value(place, field) === NOTHING ? NONE : first === place ? FIRST : KNOWN;
		}
	}
	const seen = new Values(series.end - from.first);
	const count = (at: number, by: number) => seen.change(series.lowHalf(at, field), series.highHalf(at, field), by);
	let begin: number | undefined;
	let end = -1;
	let before = 0;
	let after = 0;
	const [low, high] = [series.lowHalf(place, field), series.highHalf(place, field)];
	eachWindowAround(from, length, horizon, (first, last) => {
		begin ??= first;
		for (end = Math.max(end, first - 1); end < last; end++) count(end + 1, 1);
		for (; begin < first; begin++) count(begin, -1);
		after = Math.max(after, seen.different);
		before = Math.max(before, seen.different - (seen.count(low, high) === 1 ? 1 : 0));
	});
	return { before, after };
}

/** How many members lie in (end − length, end], without the one of that id. */
export function countUntil(series: Series, end: bigint, length: bigint, except: bigint): number {
	let count = 0;
	for (let place = series.end - 1; place >= series.first && series.time(place) > end - length; place--) {
		if (series.time(place) <= end && series.id(place) !== except) count++;
	}
	return count;
}

/** The windows that hold the member and end at a member, by the places of their first and last members, in order. */
function eachWindowAround(
	{ series, first: earliest, place }: Place,
	length: bigint,
	horizon: Horizon,
	visit: (first: number, last: number) => void,
): void {
	const time = series.time(place);
	const end = horizon === "own" ? time : time + length - 1n;
	let first = series.firstWithin(length, place, earliest);
	visit(first, place);
	for (let last = place + 1; last < series.end && series.time(last) <= end; last++) {
		while (series.time(first) <= series.time(last) - length) first++;
		visit(first, last);
	}
}
