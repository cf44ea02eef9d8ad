import type { Place } from "./ledger.ts";

/** Alerts that are told of one by one. */
const TOLD = 50;

/** What changed since somebody last asked: the places of some alerts, and whether there was more than that. */
export interface Changed {
	readonly places: readonly Place[];
	readonly isMore: boolean;
}

const NOTHING: Changed = { places: [], isMore: false };

/**
 * Notes where alerts are that are new or went there, for those who watch. What is noted in a transaction that fails is not
 * there when it is looked up, and does no harm.
 */
export class Changes {
	#changed = NOTHING;

	note(place: Place): void {
		const { places, isMore } = this.#changed;
		if (isMore) return;
		this.#changed = places.length < TOLD ? { places: [...places, place], isMore } : { places: [], isMore: true };
	}

	/** Notes that something changed that is no alert. */
	noteMore(): void {
		this.#changed = { places: [], isMore: true };
	}

	/** What was noted; forgets it. */
	take(): Changed {
		const changed = this.#changed;
		this.#changed = NOTHING;
		return changed;
	}
}
