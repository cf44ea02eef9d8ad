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

/**
 * Events that are counted together, in the order of their times; of equal times the one that came first is first. It does
 * not change: an event more makes another series.
 */
export class Series {
	/** Names of what is kept of each member beside time and id. */
	readonly fields: readonly string[];
	/** The members one after the other, each as time, id and values: how a series is stored. */
	readonly data: BigInt64Array;
	readonly #size: number;

	constructor(fields: readonly string[], data: BigInt64Array = new BigInt64Array()) {
		this.fields = fields;
		this.data = data;
		this.#size = VALUES + fields.length;
	}

	get length(): number {
		return this.data.length / this.#size;
	}

	/** Time of a member, by its place. */
	time(place: number): bigint {
		return this.data[place * this.#size + TIME] as bigint;
	}

	id(place: number): bigint {
		return this.data[place * this.#size + ID] as bigint;
	}

	/** What a member has in the field that is at that index among `fields`. */
	value(place: number, field: number): bigint {
		return this.data[place * this.#size + VALUES + field] as bigint;
	}

	/** The series with an event in it, and its place there. The same series when the event is in it already. */
	with({ time, id, values }: Member): { readonly series: Series; readonly place: number } {
		let place = this.length;
		while (place > 0 && this.time(place - 1) > time) place--;
		for (let equal = place - 1; equal >= 0 && this.time(equal) === time; equal--) {
			if (this.id(equal) === id) return { series: this, place: equal };
		}
		const data = new BigInt64Array(this.data.length + this.#size);
		const at = place * this.#size;
		data.set(this.data.subarray(0, at));
		data.set([time, id, ...values], at);
		data.set(this.data.subarray(at), at + this.#size);
		return { series: new Series(this.fields, data), place };
	}

	/** The last so many members, without those that are not later than `after`. */
	latest(most: number, after: bigint): Series {
		let first = Math.max(0, this.length - most);
		while (first < this.length && this.time(first) <= after) first++;
		return first === 0 ? this : new Series(this.fields, this.data.slice(first * this.#size));
	}

	/** The same members with other fields: of one that was not kept they have nothing. */
	withFields(fields: readonly string[]): Series {
		if (fields.length === this.fields.length && fields.every((field, at) => field === this.fields[at])) return this;
		const from = fields.map((field) => this.fields.indexOf(field));
		const data: bigint[] = [];
		for (let place = 0; place < this.length; place++) {
			data.push(this.time(place), this.id(place), ...from.map((at) => (at < 0 ? NOTHING : this.value(place, at))));
		}
		return new Series(fields, BigInt64Array.from(data));
	}
}
