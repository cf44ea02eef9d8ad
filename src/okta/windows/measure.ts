import { NOTHING, type Series } from "./series.ts";

/** Up to when events count that happened after the one that is asked about. */
export type Horizon =
	/** Not at all: what a window held at the event's own time. */
	| "own"
	/** As far as a window reaches that holds the event: for one that comes late, when later ones are there already. */
	| "known";

/**
 * The most members that a window of that length holds together with the member at `place`. A window is (end − length,
 * end]; its end is the member's own time or, where later members are known, any later one's that leaves it inside.
 *
 * So whatever the order in which events come, the one that completes a window counts all of it, and no number is told
 * that no window holds.
 */
export function largestCount(series: Series, place: number, length: bigint, horizon: Horizon): number {
	let largest = 0;
	for (const { first, last } of windowsAround(series, place, length, horizon)) {
		largest = Math.max(largest, last - first + 1);
	}
	return largest;
}

/** The most different values that such a window holds, and the most that it would without the member. */
export function largestVariety(
	series: Series,
	place: number,
	field: number,
	length: bigint,
	horizon: Horizon,
): { readonly before: number; readonly after: number } {
	const own = series.value(place, field);
	const seen = new Map<bigint, number>();
	const add = (at: number, by: number) => {
		const value = series.value(at, field);
		if (value === NOTHING) return;
		const count = (seen.get(value) ?? 0) + by;
		if (count === 0) seen.delete(value);
		else seen.set(value, count);
	};
	let from: number | undefined;
	let to = -1;
	let before = 0;
	let after = 0;
	for (const { first, last } of windowsAround(series, place, length, horizon)) {
		from ??= first;
		for (to = Math.max(to, first - 1); to < last; to++) add(to + 1, 1);
		for (; from < first; from++) add(from, -1);
		after = Math.max(after, seen.size);
		before = Math.max(before, seen.size - (seen.get(own) === 1 ? 1 : 0));
	}
	return { before, after };
}

/** How many members lie in (end − length, end], without the one of that id. */
export function countUntil(series: Series, end: bigint, length: bigint, except: bigint): number {
	let count = 0;
	for (let place = series.length - 1; place >= 0 && series.time(place) > end - length; place--) {
		if (series.time(place) <= end && series.id(place) !== except) count++;
	}
	return count;
}

/** The windows that hold the member and end at a member, by the places of their first and last members, in order. */
function* windowsAround(series: Series, place: number, length: bigint, horizon: Horizon) {
	const time = series.time(place);
	const end = horizon === "own" ? time : time + length - 1n;
	let first = place;
	while (first > 0 && series.time(first - 1) > time - length) first--;
	for (let last = place; last < series.length && series.time(last) <= end; last++) {
		while (series.time(first) <= series.time(last) - length) first++;
		yield { first, last };
	}
}
