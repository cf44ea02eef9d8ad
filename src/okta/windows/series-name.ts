import { fingerprint } from "./fingerprint.ts";

/**
 * A series is named by its group, which is as many as rules ask questions, and by its key: what its events have in
 * common. A store that keeps rows has one name for both, a JSON array that ends with the key; `group` is how it begins.
 */
export function seriesName(group: string, key: string): string {
	return `${group},${PLAIN.test(key) ? `"${key}"` : JSON.stringify(key)}]`;
}

/** Group of the series of events that are alike. */
export function likeGroup(type: string, result: string, key: string): string {
	return JSON.stringify(["like", type, result, key]).slice(0, -1);
}

/** Group of the series of an activity's events. */
export function trailGroup(activity: string, key: string): string {
	return JSON.stringify(["trail", activity, key]).slice(0, -1);
}

/** Text that is its own JSON; `JSON.stringify` takes some times as long to find out. */
const PLAIN = /^[\w .:@+-]*$/;

const LONG = 200;

/** The key for a value. It is kept as it is, for people who look into the storage; but no user agent as long as a page. */
export function seriesKey(value: string): string {
	return value.length <= LONG ? value : `#${fingerprint(value)}`;
}
