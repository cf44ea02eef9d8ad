import { LONGEST_SECONDS } from "../okta/windows/argument.ts";
import { WINDOW_LIMITS } from "../okta/windows/windows.ts";
import type { Stores } from "./stores.ts";
import { neededSince, readSweepState } from "./sweep-state.ts";

const DAY = 86_400_000;

/** How long is kept what no longer matters. Dead alerts and failed events stay until somebody acts on them. */
const SETTLED_KEPT = 30 * DAY;
const REJECTED_KEPT = 30 * DAY;
const SERIES_KEPT = (LONGEST_SECONDS + WINDOW_LIMITS.lateSeconds) * 1_000;

const EVERY = 6 * 3_600_000;

/** Rows that one step deletes of each table, so that deliveries are not kept waiting. */
const STEP = 500;
const NEXT_STEP = 1_000;

const NEXT = "prune";

/** Forgets what is old, a step at a time, several times a day. */
export class Pruner {
	readonly #stores: Stores;
	readonly #isSwept: boolean;
	#next: number;

	/** `isSwept`: whether the System Log is read, and so events may come again that came long ago. */
	constructor(stores: Stores, isSwept: boolean) {
		this.#stores = stores;
		this.#isSwept = isSwept;
		this.#next = stores.storage.kv.get<number>(NEXT) ?? 0;
	}

	/** When the next step is due, in milliseconds. */
	get wakeAt(): number {
		return this.#next;
	}

	/** Takes a step if it is time to. */
	run(now: number): void {
		if (now < this.#next) return;
		const { storage, seen, mfa, series, secondLook, outbox, setAsides, evidence } = this.#stores;
		seen.prune(now, this.#isSwept ? neededSince(readSweepState(storage), now) : undefined);
		secondLook.prune(now);
		evidence.prune(now);
		const more = [
			mfa.prune(now, STEP),
			series.prune(now - SERIES_KEPT, STEP),
			outbox.prune(now - SETTLED_KEPT, STEP),
			setAsides.prune(now - REJECTED_KEPT, STEP),
		].includes(true);
		this.#next = now + (more ? NEXT_STEP : EVERY);
		storage.kv.put(NEXT, this.#next);
	}
}
