import { avalanche, rotated } from "./bits.ts";

/**
 * A hash of 64 bits for the keys of series in memory, where it stands for the key. The same key has another for another seed. It
 * is asked for twice in a row, and remembers what it made last. Not for storing: fingerprint.ts is for what is compared tomorrow.
 */
export class KeyHash {
	low = 0;
	high = 0;
	#seed = -1;
	#key = "";

	/** Turns to a key. `seed`: a whole number from 0. */
	turnTo(seed: number, key: string): void {
		if (seed === this.#seed && key === this.#key) return;
		this.#seed = seed;
		this.#key = key;
		this.#make(seed, key);
	}

	/** As MurmurHash3 does it, two characters at a time, into two words that go on differently. */
	#make(seed: number, key: string): void {
		let low = seed;
		let high = 0x6a09e667;
		const whole = key.length & ~1;
		for (let at = 0; at < whole; at += 2) {
			const pair = scattered(key.charCodeAt(at) | (key.charCodeAt(at + 1) << 16));
			low = (Math.imul(rotated(low ^ pair, 13), 5) + 0xe6546b64) | 0;
			high = (Math.imul(rotated(high ^ pair, 19), 9) + 0x52dce729) | 0;
		}
		const last = scattered(whole < key.length ? key.charCodeAt(whole) : 0x10000);
		this.low = avalanche(low ^ last ^ key.length);
		this.high = avalanche(Math.imul(high ^ last, 0x9e3779b1) ^ key.length);
	}
}

function scattered(pair: number): number {
	return Math.imul(rotated(Math.imul(pair, 0xcc9e2d51), 15), 0x1b873593);
}
