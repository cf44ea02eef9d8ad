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

/** Delivers the steps one after the other; `date` gives the day (UTC), and the same date gives the same events. */
export async function* play(day: readonly Step[], org: OktaOrg, date: Date): AsyncGenerator<PlayedStep> {
	let latest = 0;
	for (const [index, step] of day.entries()) {
		const events = eventsOf(step, index, date);
		const ids = events.map((event) => ({ uuid: event.uuid, time: Date.parse(event.published) }));
		latest = Math.max(latest, ...ids.map(({ time }) => time));
		const sent = events.map((event, place) => (place === step.damaged ? damaged(event) : event));
		const first = await org.deliver(sent, new Date(latest + deliveryDelay(index)));
		yield { step, events: ids, deliveries: step.twice ? [first, await org.redeliver(first)] : [first] };
	}
}

function eventsOf(step: Step, index: number, date: Date) {
	const day = date.toISOString().slice(0, 10);
	return step.events.map((facts, place) => {
		const published = new Date(`${day}T${step.at}:00Z`);
		published.setMilliseconds(place * 1300 + ((index * 377) % 1000));
		const transaction = `${day} ${index} ${facts.actor.id}`;
		return logEvent(facts, { published, seed: `${index}.${place}`, transaction, hookId: HOOK_ID });
	});
}

/** Without what tells an event from others and places it in time, nothing can be made of it. */
function damaged(event: object): object {
	return { ...event, uuid: null, published: null };
}

/** Okta builds a delivery some seconds after the last of its events: five to ten where it was observed. */
function deliveryDelay(index: number): number {
	return 5000 + ((index * 1733) % 5000);
}
