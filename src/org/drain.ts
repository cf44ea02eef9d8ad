import { deliver } from "../falcosidekick/deliver.ts";
import type { Outcome } from "../falcosidekick/outcome.ts";
import { type Attempt, DestinationHealth } from "./destination-health.ts";
import { type DestinationState, strike } from "./destination-state.ts";
import type { Figures } from "./figures.ts";
import type { Outbox, PendingAlert } from "./outbox.ts";
import { Pace } from "./pace.ts";
import { RoundTrips } from "./round-trips.ts";
import type { OrgSettings } from "./settings.ts";

/** Connections that one invocation may have open at once on Workers. */
const AT_A_TIME_MAX = 6;

/** Alerts that one alarm sends: the Free plan allows 50 requests an invocation. */
const PER_ALARM = 40;

/** How long one alarm goes on sending, in milliseconds; attempts under way are waited for. */
const ALARM_TIME = 20_000;

const ATTEMPT_LOG = {
	delivered: { level: "info", message: "alert delivered" },
	retry: { level: "warn", message: "alert not delivered yet" },
	rejected: { level: "error", message: "alert refused for good" },
	misconfigured: { level: "warn", message: "alert held" },
} as const satisfies Record<Outcome["type"], unknown>;

export interface DrainOptions {
	readonly figures: Pick<Figures, "commit" | "countDelivered">;
	/** Is called when it is stored what became of an alert. */
	readonly onChange: () => void;
}

/**
 * Sends what is in the outbox, at its pace, and decides what becomes of each alert by its outcome. What that is is stored as
 * soon as it is known, and the platform lets no request out before all that was stored is safe (the output gate of Durable
 * Objects). So when the object dies, only alerts that were under way are sent again: one, unless the pace takes more.
 */
export class Drain {
	readonly #outbox: Outbox;
	readonly #settings: OrgSettings;
	readonly #options: DrainOptions;
	readonly #pace: Pace;
	readonly #roundTrips = new RoundTrips();
	readonly #health: DestinationHealth;

	constructor(storage: DurableObjectStorage, outbox: Outbox, settings: OrgSettings, options: DrainOptions) {
		this.#outbox = outbox;
		this.#settings = settings;
		this.#options = options;
		this.#health = new DestinationHealth(storage, outbox);
		this.#pace = new Pace(settings.pace);
		const now = Date.now();
		this.#pace.resume(outbox.deliveredSince(now - this.#pace.window), now);
	}

	get destination(): DestinationState {
		return this.#health.state;
	}

	/** When there is something to do next, in milliseconds; undefined when the outbox is empty. */
	wakeAt(now: number): number | undefined {
		const due = this.#outbox.dueAt(now);
		if (due === undefined) return undefined;
		return this.#health.isUp ? Math.max(due, this.#pace.nextAt(now)) : Math.max(this.#health.probeAt(now), now);
	}

	/** Has the next attempt made at once, as when an operator says that Falcosidekick is mended. */
	hurry(now: number): void {
		this.#health.hurry(now);
	}

	/** Sends until nothing is due, the pace says wait, Falcosidekick is away or the time is up. */
	async run(): Promise<void> {
		const end = Date.now() + ALARM_TIME;
		const counts = new Map<Outcome["type"], number>();
		const underWay = new Map<string, Promise<void>>();
		try {
			for (let left = PER_ALARM; ; ) {
				const mayStart = left > 0 && Date.now() < end && underWay.size < this.#atATime;
				const alert = mayStart ? this.#next(underWay) : undefined;
				if (alert !== undefined) {
					left--;
					const sent = this.#send(alert, counts).finally(() => underWay.delete(alert.id));
					underWay.set(alert.id, sent);
				} else if (underWay.size > 0) await Promise.race(underWay.values());
				else break;
			}
		} finally {
			await Promise.allSettled(underWay.values());
		}
		for (const [type, count] of counts) this.#settings.measure("alerts", type, [count]);
	}

	/** How many alerts may be under way: as few as keep the pace, for each comes twice if the object dies. */
	get #atATime(): number {
		if (!this.#health.isTrusted) return 1;
		return Math.min(this.#roundTrips.atATime(this.#settings.pace.perSecond), AT_A_TIME_MAX);
	}

	#next(underWay: ReadonlyMap<string, unknown>): PendingAlert | undefined {
		const now = Date.now();
		if (this.#health.isUp && this.#pace.available(now) === 0) return undefined;
		if (!this.#health.isTrusted) return this.#health.probe(now);
		return this.#outbox.due(underWay.size + 1, now).find(({ id }) => !underWay.has(id));
	}

	async #send(alert: PendingAlert, counts: Map<Outcome["type"], number>): Promise<void> {
		const sentAt = Date.now();
		const during = this.#health.state.state;
		this.#pace.take(1, sentAt);
		const outcome = await this.#attempt(alert);
		const now = Date.now();
		this.#record({ alert, sentAt, during, outcome }, now);
		if (outcome.type === "delivered") this.#roundTrips.add(now - sentAt);
		counts.set(outcome.type, (counts.get(outcome.type) ?? 0) + 1);
	}

	async #attempt(alert: PendingAlert): Promise<Outcome> {
		const { destination } = this.#settings;
		if (!("faults" in destination)) return deliver(alert.json, destination);
		const reason = destination.faults.map(({ name, fault }) => `${name} ${fault}`).join("; ");
		return { type: "misconfigured", reason };
	}

	#record(attempt: Attempt, now: number): void {
		const before = this.#health.state;
		this.#options.figures.commit(() => {
			this.#store(attempt, now);
			this.#health.learn(attempt, now);
		});
		this.#logAttempt(attempt);
		const after = this.#health.state;
		if (after.state !== before.state) this.#logState(before, after, now);
		this.#options.onChange();
	}

	#store({ alert, during, outcome }: Attempt, now: number): void {
		if (outcome.type === "delivered") {
			this.#outbox.settle(alert, "delivered", "", now);
			this.#options.figures.countDelivered(alert, now);
		} else if (outcome.type === "rejected") this.#outbox.settle(alert, "dead", outcome.reason, now);
		else {
			const { strikes, nextTry } = alert;
			const mayBeItsFault = during === "up";
			const wait = mayBeItsFault ? strike(strikes, now) : { strikes, nextTry: Math.max(nextTry, now) };
			this.#outbox.defer(alert, wait, outcome.reason, now);
		}
	}

	#logAttempt({ alert, outcome }: Attempt): void {
		const { level, message } = ATTEMPT_LOG[outcome.type];
		const reason = outcome.type === "delivered" ? {} : { reason: outcome.reason };
		this.#settings.log(level, message, { alert: alert.id, attempt: alert.attempts + 1, ...reason });
	}

	#logState(before: DestinationState, after: DestinationState, now: number): void {
		const { log } = this.#settings;
		if (after.state === "up")
			log("info", "Falcosidekick takes alerts again", { awaySeconds: (now - before.since) / 1000 });
		else if (after.state === "down")
			log("warn", "Falcosidekick does not answer: alerts wait", { reason: after.reason });
		else log("error", "Falcosidekick is misconfigured: alerts are held", { reason: after.reason });
	}
}
