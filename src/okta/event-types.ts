import catalogue from "./event-types.json" with { type: "json" };

/** Release of Okta's event type catalogue (okta-developer-docs, `data/event-types.json`) that the list was taken from. */
export const EVENT_TYPES_RELEASE: string = catalogue.release;

/** An Okta event type. */
export interface EventType {
	/** Whether an event hook can carry it (tag `event-hook-eligible`); the System Log API carries every type. */
	readonly hookEligible: boolean;
}

/** All event types by name. For tools only: the Worker takes whatever type arrives. */
export const EVENT_TYPES: ReadonlyMap<string, EventType> = new Map([
	...named(catalogue.hookEligible, { hookEligible: true }),
	...named(catalogue.notHookEligible, { hookEligible: false }),
]);

function named(names: readonly string[], eventType: EventType): [string, EventType][] {
	return names.map((name) => [name, eventType]);
}
