import type { Outcome } from "../falcosidekick/outcome.ts";
import { afterAnswer, afterFailure, type DestinationState, isFailure, pauseOf, UP } from "./destination-state.ts";
import type { Outbox, PendingAlert } from "./outbox.ts";
import { Witnesses } from "./witnesses.ts";

const KEY = "destination";

/** An alert that was sent, and what became of it. */
export interface Attempt {
	readonly alert: PendingAlert;
	/** When it was sent, in milliseconds, and what Falcosidekick was taken for then. */
	readonly sentAt: number;
	readonly during: DestinationState["state"];
	readonly outcome: Outcome;
}

/**
 * Finds out from what becomes of single alerts how Falcosidekick is. An alert that fails while it is up may be the cause: so
 * another is tried at once, and only when several fail in a row, or there is no other, it is taken for away.
 */
export class DestinationHealth {
	readonly #storage: DurableObjectStorage;
	readonly #outbox: Outbox;
	readonly #witnesses = new Witnesses();
	#state: DestinationState;

	constructor(storage: DurableObjectStorage, outbox: Outbox) {
		this.#storage = storage;
		this.#outbox = outbox;
		this.#state = storage.kv.get<DestinationState>(KEY) ?? UP;
	}

	get state(): DestinationState {
		return this.#state;
	}

	get isUp(): boolean {
		return this.#state.state === "up";
	}

	/** Whether it is up as far as anybody knows. Otherwise alerts are sent one at a time: those that `probe` gives. */
	get isTrusted(): boolean {
		return this.isUp && !this.#witnesses.areHeard;
	}

	/** The alert to find out with, when it is time to. */
	probe(now: number): PendingAlert | undefined {
		if (!this.isUp && now < this.probeAt(now)) return undefined;
		const [alert] = this.#outbox.probe(now, this.#witnesses.ids);
		return this.isUp && alert !== undefined && alert.nextTry > now ? undefined : alert;
	}

	/**
	 * When to find out whether it is back. As long as few alerts witness that it is away, the fault may be theirs: another
	 * one need not wait for them.
	 */
	probeAt(now: number): number {
		const { nextTry, pausedUntil } = this.#state;
		return this.#witnesses.areHeard && this.#mayBeAlone(now) ? Math.min(nextTry, pausedUntil) : nextTry;
	}

	/** Has the next attempt made at once. */
	hurry(now: number): void {
		if (!this.isUp) this.#enter({ ...this.#state, nextTry: now });
	}

	/** What an attempt tells. */
	learn({ alert, sentAt, outcome }: Attempt, now: number): void {
		const before = this.#state;
		// It was under way when others showed that Falcosidekick is away, or was tried because they were few.
		const isExtra = sentAt < before.nextTry;
		if (!isFailure(outcome)) {
			this.#witnesses.dismiss();
			// What was taken before it asked to be left alone does not mean that it wants more.
			if (!isExtra || now >= before.pausedUntil) this.#enter(afterAnswer(before, now));
			return;
		}
		this.#witnesses.add(alert.id);
		const isClear = this.isUp ? !this.#mayBeAlone(now) : !isExtra;
		if (isClear || pauseOf(outcome) > 0) this.#enter(afterFailure(before, outcome, now, Math.random()));
	}

	/** Whether the alerts that failed may themselves be the cause: they are few, and there are others to find out with. */
	#mayBeAlone(now: number): boolean {
		const { ids, areEnough } = this.#witnesses;
		return !areEnough && this.#outbox.hasOther(now, ids);
	}

	#enter(state: DestinationState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#storage.kv.put(KEY, state);
	}
}
