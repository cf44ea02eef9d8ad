import type { Changes } from "./changes.ts";

/** Deliveries that were refused, one after the other. Times are milliseconds. */
export interface Refused {
	/** When that began. */
	readonly since: number;
	readonly last: number;
	/** The HTTP status that the last one got, and why. */
	readonly status: number;
	readonly reason: string;
}

const KEY = "refused deliveries";

/**
 * After so long without another one, in milliseconds, it is over: sooner where others are taken since, as in a quiet org it
 * may be hours until the next is refused.
 */
const OVER = { othersTaken: 3_600_000, noneTaken: 86_400_000 };

/** Strangers may knock as often as they like: what they do is written once in so many milliseconds at most. */
const PAUSE = 30_000;

const REASON_MAX = 500;

/** Deliveries that are refused, which Okta does not send again: for operators, as long as it goes on. */
export class RefusedDeliveries {
	readonly #storage: DurableObjectStorage;
	readonly #changes: Changes;

	constructor(storage: DurableObjectStorage, changes: Changes) {
		this.#storage = storage;
		this.#changes = changes;
	}

	/** `lastDelivery`: when one was taken last, in milliseconds; 0 for never. */
	note(status: number, reason: string, lastDelivery: number, now: number): void {
		const known = this.lately(lastDelivery, now);
		if (known !== null && now - known.last < PAUSE) return;
		const refused: Refused = { since: known?.since ?? now, last: now, status, reason: reason.slice(0, REASON_MAX) };
		this.#storage.kv.put(KEY, refused);
		this.#changes.note();
	}

	/** Null when none was refused, or that is over. */
	lately(lastDelivery: number, now: number): Refused | null {
		const known = this.#storage.kv.get<Refused>(KEY);
		if (known === undefined) return null;
		const isOver = now - known.last >= (lastDelivery > known.last ? OVER.othersTaken : OVER.noneTaken);
		return isOver ? null : known;
	}
}
