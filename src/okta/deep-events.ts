import type { AcceptedLogEvents } from "./accept-log-events.ts";
import { jsonText, type LogEvent } from "./log-event.ts";

/** Okta's events nest eight levels or so. */
const DEPTH_MAX = 200;

/**
 * The same without events that nest deeper than 200 levels, which are rejected; the very same where there are none.
 * Whatever reads events here can do so however deep they nest, but the platform hands no value on that nests thousands
 * of levels. To walk through an event takes half as long as parsing it, so that this is for when handing on has failed.
 */
export function withoutDeepEvents<Found extends AcceptedLogEvents>(found: Found): Found {
	const deep = found.events.filter((event) => nestsDeeperThan(DEPTH_MAX, event));
	if (deep.length === 0) return found;
	return {
		...found,
		events: found.events.filter((event) => !deep.includes(event)),
		rejected: [...found.rejected, ...deep.map(toRejected)],
	};
}

function toRejected(event: LogEvent) {
	return { reason: `the event nests deeper than ${DEPTH_MAX} levels`, text: jsonText(event) };
}

function nestsDeeperThan(levels: number, value: object): boolean {
	if (levels === 0) return true;
	for (const child of Object.values(value)) {
		if (typeof child === "object" && child !== null && nestsDeeperThan(levels - 1, child)) return true;
	}
	return false;
}
