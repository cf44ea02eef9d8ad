/** One event of a series. */
export interface Member {
	/** When it happened: nanoseconds since the Unix epoch, signed 64-bit. */
	readonly time: bigint;
	/** Fingerprint of its uuid: an event that comes again is one member. */
	readonly id: bigint;
	/** Fingerprints of what it has in the series' fields, in their order; 0n where it has nothing. */
	readonly values: readonly bigint[];
}

/** No value, in a field of a member. */
export const NOTHING = 0n;

const TIME = 0;
const ID = 1;
const VALUES = 2;

/** Members that a series has room for when it gets its first. */
const ROOM = 4;

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
	#first = 0;
	#end: number;

	/** `data`: the members, as `data` gives them. It is not copied. */
	constructor(fields: readonly string[], data: BigInt64Array = new BigInt64Array()) {
		this.fields = fields;
		this.#size = VALUES + fields.length;
		this.#data = data;
		this.#end = data.length / this.#size;
	}

	/** The members and nothing else, in a buffer of their own: how a series is stored. */
	get data(): BigInt64Array {
		return this.#data.slice(this.#first * this.#size, this.#end * this.#size);
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
		return this.#data[place * this.#size + TIME] as bigint;
	}

	id(place: number): bigint {
		return this.#data[place * this.#size + ID] as bigint;
	}

	/** What a member has in the field that is at that index among `fields`. */
	value(place: number, field: number): bigint {
		return this.#data[place * this.#size + VALUES + field] as bigint;
	}

	/** The lower 32 bits of that value, signed; the machine puts them first, as all do that run this. */
	lowHalf(place: number, field: number): number {
		this.#halves ??= halvesOf(this.#data);
		return this.#halves[2 * (place * this.#size + VALUES + field)] as number;
	}

	/** Its upper 32 bits, signed. */
	highHalf(place: number, field: number): number {
		this.#halves ??= halvesOf(this.#data);
		return this.#halves[2 * (place * this.#size + VALUES + field) + 1] as number;
	}

	/** Enters an event, and tells its place. One that is there already stays as it is. */
	add({ time, id, values }: Member): number {
		let place = this.#end;
		while (place > this.#first && this.time(place - 1) > time) place--;
		for (let equal = place - 1; equal >= this.#first && this.time(equal) === time; equal--) {
			if (this.id(equal) === id) return equal;
		}
		place -= this.#makeRoom();
		const at = place * this.#size;
		if (place < this.#end) this.#data.copyWithin(at + this.#size, at, this.#end * this.#size);
		this.#data[at + TIME] = time;
		this.#data[at + ID] = id;
		for (let field = 0; field < values.length; field++) this.#data[at + VALUES + field] = values[field] ?? NOTHING;
		this.#end++;
		return place;
	}

	/** Room for one more at the end, and by how much the places are smaller for that. */
	#makeRoom(): number {
		if ((this.#end + 1) * this.#size <= this.#data.length) return 0;
		const dropped = this.#first;
		const members = this.#data.subarray(dropped * this.#size, this.#end * this.#size);
		// Where half of it or more was dropped there is room enough.
		if (dropped < this.length || dropped === 0) {
			this.#data = new BigInt64Array(Math.max(ROOM, 2 * this.length) * this.#size);
			this.#halves = undefined;
		}
		this.#data.set(members);
		this.#first = 0;
		this.#end -= dropped;
		return dropped;
	}

	/** Drops all but the last so many members, and those that are not later than `after`. */
	keepLatest(most: number, after: bigint): void {
		let first = Math.max(this.#first, this.#end - most);
		while (first < this.#end && this.time(first) <= after) first++;
		this.#first = first;
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
