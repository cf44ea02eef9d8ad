import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery, OktaOrg } from "../../demo/okta-org.ts";
import type { Random } from "../random.ts";
import type { ChaosEvent } from "./events.ts";

/** How Okta delivers: how much at a time, and how often it gives an event more than once. */
const LANES = 8;
const EVENTS_MAX = 8;
const REDELIVERED = 0.08;
const SECOND_HOOK = 0.08;

/** Events that the sweep finds at once. */
const SWEEP = 20;

/** One delivery, with the events that are in it. */
interface Parcel {
	readonly events: readonly ChaosEvent[];
	readonly delivery: Delivery;
}

/**
 * Okta at its worst, within what it promises: events come in no order, several or one in a delivery; a delivery that was
 * taken comes again, or some of its events come through a second hook among others. What Okta posted twice without an
 * answer it forgets: such events are found in the System Log later and come again together, whichever delivery they were
 * in. So in the end every event was taken at least once.
 */
export class UnreliableOkta {
	readonly #org: OktaOrg;
	readonly #random: Random;
	readonly #rest: number;
	readonly #taken = new Set<ChaosEvent>();
	#waiting: ChaosEvent[] = [];
	#again: Parcel[] = [];
	#lost: ChaosEvent[] = [];
	#underWay = 0;
	/** What was posted, redelivered, and lost: deliveries, for the report. */
	readonly counts = { deliveries: 0, redelivered: 0, lost: 0 };
	/** Answers that tell Okta never to send a delivery again: there should be none. */
	readonly refusals: string[] = [];

	/** `rest`: how many milliseconds it rests at most after a delivery, before each of those that it makes at a time. */
	constructor(org: OktaOrg, random: Random, rest = 0) {
		this.#org = org;
		this.#random = random;
		this.#rest = rest;
	}

	/** How many events were taken so far, each counted once. */
	get taken(): number {
		return this.#taken.size;
	}

	/** Delivers all of them; resolves when each was taken. Stops early when `isOver` says so. */
	async deliver(events: readonly ChaosEvent[], isOver: () => boolean): Promise<void> {
		this.#waiting.push(...events);
		await Promise.all(Array.from({ length: LANES }, () => this.#lane(isOver)));
	}

	async #lane(isOver: () => boolean): Promise<void> {
		while (!isOver()) {
			const next = this.#next();
			if (next === undefined && this.#underWay === 0) return;
			if (next === undefined) await sleep(5);
			else {
				await this.#post(next);
				await sleep(this.#random.between(0, this.#rest));
			}
		}
	}

	#next(): Parcel | readonly ChaosEvent[] | undefined {
		if (this.#again.length > 0 && (this.#waiting.length === 0 || this.#random.chance(0.2))) return this.#again.shift();
		if (this.#lost.length >= 2 * SWEEP || (this.#waiting.length === 0 && this.#lost.length > 0)) {
			this.#lost = this.#random.shuffle(this.#lost);
			return this.#lost.splice(0, SWEEP);
		}
		return this.#waiting.length === 0 ? undefined : this.#waiting.splice(-this.#random.integer(1, EVENTS_MAX));
	}

	async #post(next: Parcel | readonly ChaosEvent[]): Promise<void> {
		this.#underWay++;
		this.counts.deliveries++;
		if ("delivery" in next) {
			this.counts.redelivered++;
			await this.#org.redeliver(next.delivery);
		} else {
			const delivery = await this.#org.deliver(
				next.map(({ event }) => event),
				new Date(),
			);
			if (delivery.delivered) this.#wasTaken({ events: next, delivery });
			else await this.#wasLost(next, delivery.answer);
		}
		this.#underWay--;
	}

	#wasTaken(parcel: Parcel): void {
		for (const event of parcel.events) this.#taken.add(event);
		if (this.#random.chance(REDELIVERED)) this.#again.push(parcel);
		if (!this.#random.chance(SECOND_HOOK) || this.#waiting.length === 0) return;
		const some = parcel.events.filter(() => this.#random.chance(0.5));
		this.#waiting.splice(this.#random.integer(0, this.#waiting.length - 1), 0, ...some);
	}

	async #wasLost(events: readonly ChaosEvent[], answer: string): Promise<void> {
		if (/^4/.test(answer)) {
			this.refusals.push(answer);
			return;
		}
		this.counts.lost++;
		this.#lost.push(...events);
		await sleep(this.#random.between(20, 120));
	}
}
