import { memberWords, placesFor, Series } from "./series.ts";

/** 64 bits that stand for a key. */
export interface Hash {
	readonly low: number;
	readonly high: number;
}

/** Numbers that a slot takes, and what is where in it. One without places is free. */
const SLOT = 8;
const LOW = 0;
const HIGH = 1;
const START = 2;
const PLACES = 3;
const FIRST = 4;
const END = 5;
const FIELDS = 6;

/** Most words of members: 256 MiB. */
const WORDS_MAX = 2 ** 25;

/**
 * Series side by side in one piece of memory, found by the hash of their keys. Reading one takes its slot and its members, and
 * no objects on the way: most series were not used for a while, and whatever is read of them has to be waited for.
 */
export class SeriesArena {
	/** How many series there are. */
	size = 0;
	#slots = new Int32Array(256 * SLOT);
	/** The members, in words of 64 bits. */
	#words = new BigInt64Array(2_048);
	#halves = new Int32Array(this.#words.buffer);
	/** Words in use. */
	#used = 0;
	/** The fields that series have. There are as many as rules ask for. */
	readonly #fields: (readonly string[])[] = [];

	/** Whether there are so many series, or as much of them as there may be. */
	isFull(most: number): boolean {
		return this.size >= most || this.#used >= WORDS_MAX;
	}

	/** The series of that key. It may be changed, and has to be put then. */
	get(hash: Hash): Series | undefined {
		const slot = this.#slotOf(hash);
		const places = this.#number(slot + PLACES);
		if (places === 0) return undefined;
		return new Series(this.#fields[this.#number(slot + FIELDS)] as readonly string[], this.#words, {
			start: this.#number(slot + START),
			places,
			first: this.#number(slot + FIRST),
			end: this.#number(slot + END),
			halves: this.#halves,
		});
	}

	/** Keeps a series, in place of the one that the key has. */
	put(hash: Hash, series: Series): void {
		const slot = this.#slotOf(hash);
		const isNew = this.#number(slot + PLACES) === 0;
		if (!isNew && series.isIn(this.#words, this.#number(slot + START))) {
			this.#slots[slot + FIRST] = series.first;
			this.#slots[slot + END] = series.end;
			return;
		}
		this.#copy(series, hash, slot);
		if (!isNew) return;
		this.size++;
		if (2 * this.size * SLOT > this.#slots.length) this.#addSlots();
	}

	/** Copies a series behind all others, with room for as many members again. */
	#copy({ fields, length, data }: Series, { low, high }: Hash, slot: number): void {
		const start = this.#used;
		const places = placesFor(length);
		this.#used += places * memberWords(fields);
		if (this.#used > this.#words.length) this.#addWords();
		this.#words.set(data, start);
		this.#slots.set([low, high, start, places, 0, length, this.#numberOf(fields)], slot);
	}

	#numberOf(fields: readonly string[]): number {
		const known = this.#fields.indexOf(fields);
		return known === -1 ? this.#fields.push(fields) - 1 : known;
	}

	#addWords(): void {
		const words = new BigInt64Array(2 * this.#used);
		words.set(this.#words);
		this.#words = words;
		this.#halves = new Int32Array(words.buffer);
	}

	#addSlots(): void {
		const slots = this.#slots;
		this.#slots = new Int32Array(2 * slots.length);
		for (let at = 0; at < slots.length; at += SLOT) {
			if (slots[at + PLACES] === 0) continue;
			const slot = this.#slotOf({ low: slots[at + LOW] as number, high: slots[at + HIGH] as number });
			this.#slots.set(slots.subarray(at, at + SLOT), slot);
		}
	}

	#number(at: number): number {
		return this.#slots[at] as number;
	}

	/** Where the slot of a key begins, or that which it may have. */
	#slotOf({ low, high }: Hash): number {
		const slots = this.#slots;
		const mask = slots.length - 1;
		for (let at = (low * SLOT) & mask; ; at = (at + SLOT) & mask) {
			if (slots[at + PLACES] === 0 || (slots[at + LOW] === low && slots[at + HIGH] === high)) return at;
		}
	}
}
