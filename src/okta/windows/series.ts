/** One event of a series: numbers of 64 bits, each at its place. There may be more behind them. */
export type Member = BigInt64Array;

/** When it happened: nanoseconds since the Unix epoch, signed 64-bit. */
export const TIME = 0;
/** Fingerprint of its uuid: an event that comes again is one member. */
export const ID = 1;
/** Fingerprints of what it has in the series' fields, in their order, `NOTHING` where it has nothing. */
export const VALUES = 2;

/** No value, in a field of a member. */
export const NOTHING = 0n;

/** How many places there are to be for so many members, in a buffer that they move to: some at first, then as many again. */
export function placesFor(members: number): number {
	return Math.max(4, 2 * members);
}

/** A part of a larger buffer that a series has to itself. */
export interface Room {
	/** Index of place 0 in the buffer. */
	readonly start: number;
	/** How many places there are. */
	readonly places: number;
	/** Place of the first member, and the one behind the last. */
	readonly first: number;
	readonly end: number;
	/** The same buffer in halves of 32 bits. */
	readonly halves: Int32Array;
}

/** How many numbers of 64 bits a member with these fields takes. */
export function memberWords(fields: readonly string[]): number {
	return VALUES + fields.length;
}

/**
 * Events that are counted together, in the order of their times; of equal times the one that came first is first. Members
 * have places, from `first` on. They keep them, and can be read even if they were dropped, until another is added.
 */
export class Series {
	/** Names of what is kept of each member beside time and id. */
	readonly fields: readonly string[];
	readonly #size: number;
	/** The members one after the other, each as time, id and values; before and behind them there may be room. */
	#data: BigInt64Array;
	/** The same memory, once somebody has asked for halves. */
	#halves: Int32Array | undefined;
	/** Index of place 0. */
	#start: number;
	#places: number;
	#first: number;
	#end: number;

	/**
	 * `data`: the members, as `data` gives them, or a larger buffer in which they have `room`. It is not copied, and changed in
	 * place for as long as there is room.
	 */
	constructor(fields: readonly string[], data: BigInt64Array = new BigInt64Array(), room?: Room) {
		this.fields = fields;
		this.#size = memberWords(fields);
		this.#data = data;
		this.#halves = room?.halves;
		this.#start = room ? room.start : 0;
		this.#places = room ? room.places : data.length / this.#size;
		this.#first = room ? room.first : 0;
		this.#end = room ? room.end : this.#places;
	}

	/** The members and nothing else, in a buffer of their own: how a series is stored. */
	get data(): BigInt64Array {
		return this.#data.slice(this.#indexOf(this.#first), this.#indexOf(this.#end));
	}

	/** Whether its members are still in that buffer, from that index on. */
	isIn(data: BigInt64Array, start: number): boolean {
		return this.#data === data && this.#start === start;
	}

	get length(): number {
		return this.#end - this.#first;
	}

	/** Place of the first member. */
	get first(): number {
		return this.#first;
	}

	/** The place behind the last member. */
	get end(): number {
		return this.#end;
	}

	time(place: number): bigint {
		return this.#data[this.#indexOf(place) + TIME] as bigint;
	}

	id(place: number): bigint {
		return this.#data[this.#indexOf(place) + ID] as bigint;
	}

	/** What a member has in the field that is at that index among `fields`. */
	value(place: number, field: number): bigint {
		return this.#data[this.#indexOf(place) + VALUES + field] as bigint;
	}

	/** The lower 32 bits of that value, signed; the machine puts them first, as all do that run this. */
	lowHalf(place: number, field: number): number {
		this.#halves ??= halvesOf(this.#data);
		return this.#halves[2 * (this.#indexOf(place) + VALUES + field)] as number;
	}

	/** Its upper 32 bits, signed. */
	highHalf(place: number, field: number): number {
		this.#halves ??= halvesOf(this.#data);
		return this.#halves[2 * (this.#indexOf(place) + VALUES + field) + 1] as number;
	}

	/** Enters an event, and tells its place. One that is there already stays as it is. */
	add(member: Member): number {
		const size = this.#size;
		let data = this.#data;
		const time = member[TIME] as bigint;
		const first = this.#indexOf(this.#first);
		let at = this.#indexOf(this.#end) - size;
		while (at >= first && (data[at + TIME] as bigint) > time) at -= size;
		for (let equal = at; equal >= first && data[equal + TIME] === time; equal -= size) {
			if (data[equal + ID] === member[ID]) return this.#placeOf(equal);
		}
		const place = this.#placeOf(at) + 1 - this.#makeRoom();
		data = this.#data;
		at = this.#indexOf(place);
		if (place < this.#end) data.copyWithin(at + size, at, this.#indexOf(this.#end));
		for (let word = 0; word < size; word++) data[at + word] = member[word] as bigint;
		this.#end++;
		return place;
	}

	/** Room for one more at the end, and by how much the places are smaller for that. */
	#makeRoom(): number {
		if (this.#end < this.#places) return 0;
		const dropped = this.#first;
		const members = this.#data.subarray(this.#indexOf(dropped), this.#indexOf(this.#end));
		// Where half of it or more was dropped there is room enough.
		if (dropped < this.length || dropped === 0) {
			this.#places = placesFor(this.length);
			this.#data = new BigInt64Array(this.#places * this.#size);
			this.#halves = undefined;
			this.#start = 0;
		}
		this.#data.set(members, this.#start);
		this.#first = 0;
		this.#end -= dropped;
		return dropped;
	}

	/** Drops all but the last so many members, and those that are `length` or longer before the one at `place`. */
	keepLatest(most: number, length: bigint, place: number): void {
		const data = this.#data;
		const after = (data[this.#indexOf(place) + TIME] as bigint) - length;
		const size = this.#size;
		const end = this.#indexOf(this.#end);
		let at = this.#indexOf(Math.max(this.#first, this.#end - most));
		while (at < end && (data[at + TIME] as bigint) <= after) at += size;
		this.#first = this.#placeOf(at);
	}

	/**
	 * The first place from `low` on whose member is less than `length` before the one at `place`. What is near that is looked
	 * at first: windows are short beside the days for which members are kept.
	 */
	firstWithin(length: bigint, place: number, low: number): number {
		const data = this.#data;
		const after = (data[this.#indexOf(place) + TIME] as bigint) - length;
		let from = low;
		let to = place;
		for (let step = 1; to - step >= low; step *= 2) {
			if ((data[this.#indexOf(to - step) + TIME] as bigint) <= after) {
				from = to - step + 1;
				break;
			}
			to -= step;
		}
		while (from < to) {
			const middle = (from + to) >> 1;
			if ((data[this.#indexOf(middle) + TIME] as bigint) > after) to = middle;
			else from = middle + 1;
		}
		return to;
	}

	/** The earliest place from `low` on from which on all members up to the one at `place` have its value in a field. */
	sameSince(place: number, field: number, low: number): number {
		const data = this.#data;
		const lowest = this.#indexOf(low) + VALUES + field;
		let at = this.#indexOf(place) + VALUES + field;
		const value = data[at];
		while (at > lowest && data[at - this.#size] === value) at -= this.#size;
		return this.#placeOf(at - VALUES - field);
	}

	#indexOf(place: number): number {
		return this.#start + place * this.#size;
	}

	#placeOf(index: number): number {
		return (index - this.#start) / this.#size;
	}

	copy(): Series {
		return new Series(this.fields, this.data);
	}

	/** The same members with other fields: of one that was not kept they have nothing. */
	withFields(fields: readonly string[]): Series {
		if (fields === this.fields) return this;
		if (fields.length === this.fields.length && fields.every((field, at) => field === this.fields[at])) return this;
		const from = fields.map((field) => this.fields.indexOf(field));
		const data: bigint[] = [];
		for (let place = this.#first; place < this.#end; place++) {
			data.push(this.time(place), this.id(place), ...from.map((at) => (at < 0 ? NOTHING : this.value(place, at))));
		}
		return new Series(fields, BigInt64Array.from(data));
	}
}

function halvesOf(data: BigInt64Array): Int32Array {
	return new Int32Array(data.buffer, data.byteOffset, 2 * data.length);
}
