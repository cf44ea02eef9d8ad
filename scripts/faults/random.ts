import { createHash } from "node:crypto";

/**
 * Chance that can be had again: the same seed and stream give the same numbers (generator sfc32 of PractRand). Whatever
 * draws by itself has a stream of its own, so that one drawing more or less does not change what another gets.
 */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#counter: number;

	constructor(seed: number, stream: string) {
		const digest = createHash("sha256").update(`${seed} ${stream}`).digest();
		this.#a = digest.readInt32LE(0);
		this.#b = digest.readInt32LE(4);
		this.#c = digest.readInt32LE(8);
		this.#counter = digest.readInt32LE(12);
	}

	/** From 0 up to, but not, 1. */
	next(): number {
		const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
		this.#counter = (this.#counter + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
		return (sum >>> 0) / 2 ** 32;
	}

	/** From `from` up to, but not, `to`. */
	between(from: number, to: number): number {
		return from + this.next() * (to - from);
	}

	/** A whole number from `from` to `to`, both included. */
	integer(from: number, to: number): number {
		return Math.floor(this.between(from, to + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One of a list. Throws a RangeError when there is none. */
	pick<Item>(list: readonly Item[]): Item {
		const found = list[this.integer(0, list.length - 1)];
		if (found === undefined) throw new RangeError("nothing to pick from");
		return found;
	}

	/** The same items in another order. */
	shuffle<Item>(list: readonly Item[]): Item[] {
		const keyed = list.map((item) => ({ item, key: this.next() }));
		return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
	}
}
