import { memberWords, Series } from "./series.ts";

/** 64 bits that stand for a key. */
export interface Hash {
	readonly low: number;
	readonly high: number;
}

/** Numbers that a slot takes: both halves of the hash, and where the series is. */
const SLOT = 4;

/** 64-bit words before the members of a series: four numbers, in the order of `FIRST` to `FIELDS`. */
const HEADER = 2;
const FIRST = 0;
const END = 1;
const PLACES = 2;
const FIELDS = 3;

/** Places that a series has when it gets its first member. */
const PLACES_LEAST = 4;

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
	#words = new BigInt64Array(2_048);
	#numbers = new Int32Array(this.#words.buffer);
	/** Words in use. A series at 0 would be none. */
	#used = HEADER;
	/** The fields that series have. There are as many as rules ask for. */
	readonly #fields: (readonly string[])[] = [];

	/** Whether there are so many series, or as much of them as there may be. */
	isFull(most: number): boolean {
		return this.size >= most || this.#used >= WORDS_MAX;
	}

	/** The series of that key. It may be changed, and has to be put then. */
	get(hash: Hash): Series | undefined {
		const place = this.#slots[this.#slotOf(hash) + 2] as number;
		if (place === 0) return undefined;
		const header = 2 * place;
		return new Series(this.#fields[this.#number(header + FIELDS)] as readonly string[], this.#words, {
			start: place + HEADER,
			places: this.#number(header + PLACES),
			first: this.#number(header + FIRST),
			end: this.#number(header + END),
			halves: this.#numbers,
		});
	}

	/** Keeps a series, in place of the one that the key has. */
	put(hash: Hash, series: Series): void {
		const slot = this.#slotOf(hash);
		const place = this.#slots[slot + 2] as number;
		if (place !== 0 && series.isIn(this.#words, place + HEADER)) {
			this.#numbers[2 * place + FIRST] = series.first;
			this.#numbers[2 * place + END] = series.end;
			return;
		}
		this.#slots[slot] = hash.low;
		this.#slots[slot + 1] = hash.high;
		this.#slots[slot + 2] = this.#add(series);
		if (place !== 0) return;
		this.size++;
		if (this.size * 2 * SLOT > this.#slots.length) this.#addSlots();
	}

	/** Copies a series behind all others, with room for as many members again, and tells its place. */
	#add(series: Series): number {
		const { fields, length, data } = series;
		const place = this.#used;
		const places = Math.max(PLACES_LEAST, 2 * length);
		this.#used += HEADER + places * memberWords(fields);
		if (this.#used > this.#words.length) this.#addWords();
		this.#words.set(data, place + HEADER);
		this.#numbers.set([0, length, places, this.#numberOf(fields)], 2 * place);
		return place;
	}

	#numberOf(fields: readonly string[]): number {
		const known = this.#fields.indexOf(fields);
		return known === -1 ? this.#fields.push(fields) - 1 : known;
	}

	#addWords(): void {
		const words = new BigInt64Array(2 * this.#used);
		words.set(this.#words);
		this.#words = words;
		this.#numbers = new Int32Array(words.buffer);
	}

	#addSlots(): void {
		const slots = this.#slots;
		this.#slots = new Int32Array(2 * slots.length);
		for (let at = 0; at < slots.length; at += SLOT) {
			if (slots[at + 2] === 0) continue;
			const [low = 0, high = 0] = slots.subarray(at, at + 2);
			this.#slots.set(slots.subarray(at, at + SLOT), this.#slotOf({ low, high }));
		}
	}

	#number(at: number): number {
		return this.#numbers[at] as number;
	}

	/** Where the slot of a key begins, or that which it may have. */
	#slotOf({ low, high }: Hash): number {
		const slots = this.#slots;
		const mask = slots.length - 1;
		for (let at = (low * SLOT) & mask; ; at = (at + SLOT) & mask) {
			if (slots[at + 2] === 0 || (slots[at] === low && slots[at + 1] === high)) return at;
		}
	}
}
