/**
 * How fast alerts may leave: a bucket of `burst` that fills again at `perSecond`. It is kept as the moment at which the
 * bucket will be full (the "theoretical arrival time" of the generic cell rate algorithm). All times are milliseconds.
 */
export class Pace {
	readonly #interval: number;
	readonly #burst: number;
	#fullAt = 0;

	constructor({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }) {
		this.#interval = 1000 / perSecond;
		this.#burst = burst;
	}

	/** How long it takes an empty bucket to fill: what was sent before that no longer matters. */
	get window(): number {
		return this.#burst * this.#interval;
	}

	/** Starts over, given how many alerts left within the last `window`. */
	resume(sent: number, now: number): void {
		this.#fullAt = now + sent * this.#interval;
	}

	/** How many alerts may leave now. */
	available(now: number): number {
		const missing = Math.max(this.#fullAt - now, 0) / this.#interval;
		// Divisions of milliseconds leave crumbs.
		return Math.max(Math.floor(this.#burst - missing + 1e-6), 0);
	}

	take(alerts: number, now: number): void {
		this.#fullAt = Math.max(this.#fullAt, now) + alerts * this.#interval;
	}

	/** When the next alert may leave: `now`, or later. */
	nextAt(now: number): number {
		return Math.max(now, Math.ceil(this.#fullAt - (this.#burst - 1) * this.#interval));
	}
}
