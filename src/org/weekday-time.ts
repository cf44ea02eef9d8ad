const DAY = 86_400_000;

/** 1 January 1970 was a Thursday; the first Monday came four days later. */
const FIRST_MONDAY = 4 * DAY;
const WEEK = 7 * DAY;
const WORKING_WEEK = 5 * DAY;

/** How much of the time between two moments fell on Mondays to Fridays (UTC), in milliseconds. */
export function weekdayTime(from: number, to: number): number {
	return Math.max(0, weekdayTimeUntil(to) - weekdayTimeUntil(from));
}

function weekdayTimeUntil(moment: number): number {
	const weeks = Math.floor((moment - FIRST_MONDAY) / WEEK);
	return weeks * WORKING_WEEK + Math.min(moment - FIRST_MONDAY - weeks * WEEK, WORKING_WEEK);
}
