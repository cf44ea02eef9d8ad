import type { OktaOrg } from "../../demo/okta-org.ts";
import { type Findings, figure, unless } from "../check.ts";
import type { Random } from "../random.ts";
import { keysOf, locked, makeUser, passwordReset, type TestEvent } from "../test-event.ts";

/** Which share of the alerts is critical. */
const CRITICAL = 0.1;

/** How many events fill one delivery: about half of what a delivery may have. */
const EVENTS_EACH = 250;

const HOUR = 3_600_000;

/** The alerts of a backlog. */
export interface Waiting {
	readonly critical: ReadonlySet<string>;
	readonly warning: ReadonlySet<string>;
	/** What causes them, in no order. */
	readonly events: readonly TestEvent[];
}

export function makeWaiting(size: number, random: Random): Waiting {
	const end = Date.now();
	const criticals = Math.round(size * CRITICAL);
	const events = Array.from({ length: size }, (_, index) => {
		const make = index < criticals ? locked : passwordReset;
		return make(makeUser(`waiting ${index % 500}`), `waiting ${index}`, end - random.integer(1, HOUR));
	});
	return {
		critical: new Set(events.slice(0, criticals).flatMap(keysOf)),
		warning: new Set(events.slice(criticals).flatMap(keysOf)),
		events: random.shuffle(events),
	};
}

/** Delivers them, a lot at a time. */
export async function fillUp({ events }: Waiting, org: OktaOrg, progress: (stored: number) => void): Promise<Findings> {
	const began = performance.now();
	const lost: string[] = [];
	for (let at = 0; at < events.length; at += EVENTS_EACH) {
		progress(at);
		const some = events.slice(at, at + EVENTS_EACH).map(({ event }) => event);
		const { delivered, answer } = await org.deliver(some, new Date());
		if (!delivered) lost.push(answer);
	}
	const perSecond = events.length / ((performance.now() - began) / 1000);
	return {
		figures: [`${figure(events.length)} alerts stored at ${figure(perSecond)} a second`],
		faults: unless(lost.length === 0, `deliveries were not taken: ${lost[0]}`),
	};
}
