import { ORG_URL } from "./cast.ts";
import type { Step } from "./day.ts";
import { logEvent, oktaId } from "./log-event.ts";
import type { Delivery, OktaOrg } from "./okta-org.ts";

/** The id of the demonstration's one Event Hook. */
export const HOOK_ID = oktaId("who", ORG_URL);

/** A step of the day, made into events and delivered. */
export interface PlayedStep {
	readonly step: Step;
	readonly events: readonly EventId[];
	/** More than one when Okta sent it again. */
	readonly deliveries: readonly Delivery[];
}

/** What an alert can be traced to its event by. */
export interface EventId {
	readonly uuid: string;
	/** When it was published: milliseconds since the Unix epoch, and no two events of a day share it. */
	readonly time: number;
}

/**
 * Delivers the steps one after the other. Events happen some seconds before they are delivered by the clock (milliseconds
 * since the Unix epoch), and not at the time of the story, so that the Worker's figures are those of a working org. A step
 * that is late in the story is as late to the Worker. The same clock gives the same events.
 */
export async function* play(day: readonly Step[], org: OktaOrg, clock: () => number): AsyncGenerator<PlayedStep> {
	let told = 0;
	let last = 0;
	for (const [index, step] of day.entries()) {
		const sent = clock();
		told = Math.max(told, minuteOf(step));
		const late = told - minuteOf(step);
		const due = sent - deliveryDelay(index);
		const begin = late === 0 ? Math.max(due, last + 1) : due - late * MINUTE;
		const events = eventsOf(step, index, begin);
		const ids = events.map((event) => ({ uuid: event.uuid, time: Date.parse(event.published) }));
		last = Math.max(last, ...ids.map(({ time }) => time));
		const arriving = events.map((event, place) => (place === step.damaged ? damaged(event) : event));
		const first = await org.deliver(arriving, new Date(sent));
		yield { step, events: ids, deliveries: step.twice ? [first, await org.redeliver(first)] : [first] };
	}
}

const MINUTE = 60_000;

/** The minute of the day in which it happens in the story. */
function minuteOf({ at }: Step): number {
	return Date.parse(`1970-01-01T${at}Z`) / MINUTE;
}

/** The step's events, one after the other. */
function eventsOf(step: Step, index: number, begin: number) {
	const day = new Date(begin).toISOString().slice(0, 10);
	return step.events.map((facts, place) => {
		const published = new Date(begin + place * APART);
		const transaction = `${day} ${index} ${facts.actor.id}`;
		return logEvent(facts, { published, seed: `${index}.${place}`, transaction, hookId: HOOK_ID });
	});
}

/** Time between two events of a step, in milliseconds. */
const APART = 130;

/** Without what tells an event from others and places it in time, nothing can be made of it. */
function damaged(event: object): object {
	return { ...event, uuid: null, published: null };
}

/** Okta delivers some seconds after an event: five to ten where it was observed. */
function deliveryDelay(index: number): number {
	return 5000 + ((index * 1733) % 5000);
}
