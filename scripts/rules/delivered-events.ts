import { memberAt } from "../../src/okta/log-event.ts";

/** What is in a delivery of an event hook; undefined of anything else, such as an event. */
export function deliveredEvents(value: unknown): readonly unknown[] | undefined {
	const events = memberAt(value, ["data", "events"]);
	return Array.isArray(events) ? events : undefined;
}
