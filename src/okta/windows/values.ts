/**
 * How often values come among up to so many. A value is two halves of 32 bits, of which the lower one is as good as random;
 * both zero is no value, and not counted. Mostly there is one value, which is kept apart.
 */
export class Values {
	readonly #most: number;
	#low = 0;
	#high = 0;
	#count = 0;
	#others: Table | undefined;

	constructor(most: number) {
		this.#most = most;
	}

	get different(): number {
		return (this.#count > 0 ? 1 : 0) + (this.#others?.different ?? 0);
	}

	count(low: number, high: number): number {
		if (low === 0 && high === 0) return 0;
		if (low === this.#low && high === this.#high) return this.#count;
		return this.#others?.change(low, high, 0) ?? 0;
	}

	/** Counts a value once more (1) or less (-1). */
	change(low: number, high: number, by: number): void {
		if (low === 0 && high === 0) return;
		if (this.#low === 0 && this.#high === 0) {
			this.#low = low;
			this.#high = high;
		}
		if (low === this.#low && high === this.#high) {
			this.#count += by;
			return;
		}
		this.#others ??= new Table(this.#most);
		this.#others.change(low, high, by);
	}
}

/** Counts by value. What comes to nothing keeps its place, so that the next ones are found. */
class Table {
	different = 0;
	readonly #mask: number;
	/** At each place a value's halves and its count. */
	readonly #places: Int32Array;

	constructor(most: number) {
		// Twice as many places as values, or more: the next free one is near.
		const places = 2 ** (33 - Math.clz32(most));
		this.#mask = places - 1;
		this.#places = new Int32Array(places * 3);
	}

	/** Changes the count of a value, and tells it. */
	change(low: number, high: number, by: number): number {
		const places = this.#places;
		for (let place = low & this.#mask; ; place = (place + 1) & this.#mask) {
			const at = place * 3;
			const isFree = places[at] === 0 && places[at + 1] === 0;
			if (isFree && by === 0) return 0;
			if (!isFree && (places[at] !== low || places[at + 1] !== high)) continue;
			const before = places[at + 2] as number;
			const after = before + by;
			places[at] = low;
			places[at + 1] = high;
			places[at + 2] = after;
			this.different += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
			return after;
		}
	}
}
