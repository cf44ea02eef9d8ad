import { deliver } from "../falcosidekick/deliver.ts";
import type { Outcome } from "../falcosidekick/outcome.ts";
import { afterWave, type DestinationState, strike, UP } from "./destination-state.ts";
import type { Outbox, PendingAlert } from "./outbox.ts";
import { Pace } from "./pace.ts";
import type { OrgSettings } from "./settings.ts";

/** Connections that one invocation may have open at once on Workers. */
const IN_FLIGHT = 6;

/** Alerts that one alarm sends: the Free plan allows 50 requests an invocation. */
const PER_ALARM = 40;

/** How long one alarm goes on sending, in milliseconds; attempts under way are waited for. */
const ALARM_TIME = 20_000;

/** Alerts that are spared when the next one finds out whether Falcosidekick is back. */
const TRIED = 8;

/** How many alerts have to fail before it is taken for sure that Falcosidekick is away, and the time between them. */
const WITNESSES = 3;
const WITNESS_PAUSE = 1_000;

const STATE = "destination";

const ATTEMPT_LOG = {
	delivered: { level: "info", message: "alert delivered" },
	retry: { level: "warn", message: "alert not delivered yet" },
	rejected: { level: "error", message: "alert refused for good" },
	misconfigured: { level: "warn", message: "alert held" },
} as const satisfies Record<Outcome["type"], unknown>;

interface Attempt {
	readonly alert: PendingAlert;
	readonly outcome: Outcome;
}

/** Sends what is in the outbox, at its pace, and decides what becomes of each alert by its outcome. */
export class Drain {
	readonly #storage: DurableObjectStorage;
	readonly #outbox: Outbox;
	readonly #settings: OrgSettings;
	readonly #pace: Pace;
	#state: DestinationState;
	/** Ids of the alerts that failed last, while Falcosidekick is away. */
	#tried: readonly string[] = [];
	/** When the last attempts ended, in milliseconds. */
	#triedAt = 0;

	constructor(storage: DurableObjectStorage, outbox: Outbox, settings: OrgSettings) {
		this.#storage = storage;
		this.#outbox = outbox;
		this.#settings = settings;
		this.#state = storage.kv.get<DestinationState>(STATE) ?? UP;
		this.#pace = new Pace(settings.pace);
		const now = Date.now();
		this.#pace.resume(outbox.deliveredSince(now - this.#pace.window), now);
	}

	get destination(): DestinationState {
		return this.#state;
	}

	/** When there is something to do next, in milliseconds; undefined when the outbox is empty. */
	wakeAt(now: number): number | undefined {
		const due = this.#outbox.dueAt(now);
		if (due === undefined) return undefined;
		return this.#state.state === "up" ? Math.max(due, this.#pace.nextAt(now)) : Math.max(this.#probeAt(now), now);
	}

	/** Has the next attempt made at once, as when an operator says that Falcosidekick is mended. */
	hurry(now: number): void {
		if (this.#state.state === "up") return;
		this.#state = { ...this.#state, nextTry: now };
		this.#storage.kv.put(STATE, this.#state);
	}

	/** Sends until nothing is due, the pace says wait, Falcosidekick is away or the time is up. */
	async run(): Promise<void> {
		const end = Date.now() + ALARM_TIME;
		const counts = new Map<Outcome["type"], number>();
		for (let left = PER_ALARM; left > 0 && Date.now() < end; ) {
			const wave = this.#nextWave(Math.min(left, IN_FLIGHT));
			if (wave.length === 0) break;
			left -= wave.length;
			this.#pace.take(wave.length, Date.now());
			const attempts = await Promise.all(wave.map((alert) => this.#attempt(alert)));
			this.#record(attempts, Date.now());
			for (const { outcome } of attempts) counts.set(outcome.type, (counts.get(outcome.type) ?? 0) + 1);
		}
		for (const [type, count] of counts) this.#settings.measure("alerts", type, [count]);
	}

	#nextWave(limit: number): PendingAlert[] {
		const now = Date.now();
		if (this.#state.state !== "up") return now < this.#probeAt(now) ? [] : this.#outbox.probe(now, this.#tried);
		const size = Math.min(limit, this.#pace.available(now));
		return size === 0 ? [] : this.#outbox.due(size, now);
	}

	/**
	 * When to find out whether Falcosidekick is back. As long as few alerts witness that it is away, the fault may be
	 * theirs: another one need not wait for them.
	 */
	#probeAt(now: number): number {
		const { nextTry, pausedUntil } = this.#state;
		const witnesses = new Set(this.#tried).size;
		if (witnesses === 0 || witnesses >= WITNESSES || !this.#outbox.hasOther(now, this.#tried)) return nextTry;
		return Math.min(nextTry, Math.max(this.#triedAt + WITNESS_PAUSE, pausedUntil));
	}

	async #attempt(alert: PendingAlert): Promise<Attempt> {
		const { destination } = this.#settings;
		if ("faults" in destination) {
			const reason = destination.faults.map(({ name, fault }) => `${name} ${fault}`).join("; ");
			return { alert, outcome: { type: "misconfigured", reason } };
		}
		return { alert, outcome: await deliver(alert.json, destination) };
	}

	#record(attempts: readonly Attempt[], now: number): void {
		const before = this.#state;
		const outcomes = attempts.map(({ outcome }) => outcome);
		const after = afterWave(before, outcomes, now, Math.random());
		this.#storage.transactionSync(() => {
			for (const attempt of attempts) this.#store(attempt, before, now);
			if (after !== before) this.#storage.kv.put(STATE, after);
		});
		this.#state = after;
		this.#triedAt = now;
		this.#tried = after.state === "up" ? [] : [...this.#tried, ...attempts.map(({ alert }) => alert.id)].slice(-TRIED);
		for (const attempt of attempts) this.#logAttempt(attempt);
		if (after.state !== before.state) this.#logState(before, after, now);
	}

	#store({ alert, outcome }: Attempt, before: DestinationState, now: number): void {
		if (outcome.type === "delivered") this.#outbox.settle(alert, "delivered", "", now);
		else if (outcome.type === "rejected") this.#outbox.settle(alert, "dead", outcome.reason, now);
		else this.#outbox.defer(alert, before.state === "up" ? strike(alert.strikes, now) : alert, outcome.reason);
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
