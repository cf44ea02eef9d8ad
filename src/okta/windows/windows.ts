import { type JsonObject, placeAt, text } from "../log-event.ts";
import { type DimensionName, readDimension } from "./dimensions.ts";
import { fingerprint } from "./fingerprint.ts";
import { countUntil, type Horizon, largestCount, largestVariety, type Place } from "./measure.ts";
import type { Tally, WindowPlan } from "./plan.ts";
import { type Member, NOTHING, Series } from "./series.ts";
import { nameWith, trailName, trailsLeft } from "./trails.ts";

/** Remembers series by name. */
export interface SeriesStore {
	/** The series of that name; undefined when none is kept. */
	get(name: string): Series | undefined;
	/** Keeps a series, in place of the one of that name. */
	put(name: string, series: Series): void;
}

/** How much is kept of a series, beyond what rules ask for. */
export interface WindowLimits {
	/** Most events of a series; the earliest go first. No number that the fields give is larger. */
	readonly members: number;
	/** How much later than others of its series an event may come and still be counted exactly. */
	readonly lateSeconds: number;
}

export const WINDOW_LIMITS: WindowLimits = { members: 1_000, lateSeconds: 2 * 86_400 };

/** An event, where it comes from and when it happened: nanoseconds since the Unix epoch. */
export interface PlacedEvent {
	readonly log: JsonObject;
	readonly time: bigint;
	readonly org: string;
}

/** What an event finds when it looks back. */
export interface EventWindows {
	/** Events like it (type, result, key) in so many seconds; undefined when the event has no such key. */
	count(key: DimensionName, seconds: number): number | undefined;
	/** How many different values of a field these have, and how many they would have without it. */
	variety(key: DimensionName, field: DimensionName, seconds: number): { before: number; after: number } | undefined;
	/** Earlier events of an activity whose `key` is what this event has in `now`. */
	recent(name: string, key: DimensionName, now: DimensionName, seconds: number): number | undefined;
}

/** Enters events into the series of a plan and looks back from them. Times are the events' own. */
export class Windows {
	readonly #plan: WindowPlan;
	readonly #store: SeriesStore;
	readonly #limits: WindowLimits;

	constructor(plan: WindowPlan, store: SeriesStore, limits: WindowLimits = WINDOW_LIMITS) {
		this.#plan = plan;
		this.#store = store;
		this.#limits = limits;
	}

	/** Enters an event, and looks back from it. Entering the same event (by its uuid) again changes nothing. */
	readonly enter = (placed: PlacedEvent): EventWindows => {
		if (this.#plan.isEmpty) return NOTHING_ASKED;
		const event = new Lookback(placed, this.#plan, this.#store, "known");
		for (const { trail, seconds } of trailsLeft(placed.log, placed.org, this.#plan)) {
			this.#add(event, trail, { fields: NO_FIELDS, seconds });
		}
		for (const tally of event.tallies) {
			const name = event.nameIn(tally);
			if (name !== undefined) event.isAt(tally, this.#add(event, name, tally));
		}
		return event;
	};

	/** Looks back from an event that was entered, as if it came now and in order: to what was before it and no further. */
	readonly look = (placed: PlacedEvent): EventWindows => {
		const event = new Lookback(placed, this.#plan, this.#store, "own");
		for (const tally of event.tallies) {
			const name = event.nameIn(tally);
			if (name === undefined) continue;
			const series = this.#series(name, tally.fields).copy();
			event.isAt(tally, { place: series.add(event.memberOf(tally.fields)), first: series.first, series });
		}
		return event;
	};

	#series(name: string, fields: readonly DimensionName[]): Series {
		return this.#store.get(name)?.withFields(fields) ?? new Series(fields);
	}

	/** Enters an event into a series, of which no more is kept than rules ask for. */
	#add(event: Lookback, name: string, { fields, seconds }: Pick<Tally, "fields" | "seconds">): Place {
		const series = this.#series(name, fields);
		const { length } = series;
		const place = series.add(event.memberOf(fields));
		const { first } = series;
		if (series.length > length) {
			const reach = nanoseconds(seconds + this.#limits.lateSeconds);
			series.keepLatest(this.#limits.members, series.time(series.end - 1) - reach);
			this.#store.put(name, series);
		}
		return { series, first, place };
	}
}

/** Of an activity's events it only counts that there were some. */
const NO_FIELDS: readonly DimensionName[] = [];

/** For rules that do not look back. */
const NOTHING_ASKED: EventWindows = { count: () => undefined, variety: () => undefined, recent: () => undefined };

/** An event and where it stands among others. */
class Lookback implements EventWindows {
	/** The series that it is entered into. */
	readonly tallies: readonly Tally[];
	readonly #event: PlacedEvent;
	readonly #store: SeriesStore;
	readonly #horizon: Horizon;
	/** Where it stands in the series of each tally; undefined where it has no such key. */
	readonly #places: (Place | undefined)[] = [];
	#id: bigint | undefined;

	constructor(event: PlacedEvent, plan: WindowPlan, store: SeriesStore, horizon: Horizon) {
		this.tallies = plan.tallies(text(event.log.eventType), text(resultOf(event.log)));
		this.#event = event;
		this.#store = store;
		this.#horizon = horizon;
	}

	/** Name of the series that it belongs to; undefined where it has no such key. */
	nameIn({ name, key }: Tally): string | undefined {
		const value = this.#read(key);
		return value === undefined ? undefined : nameWith(name, value);
	}

	/** Tells where it stands. */
	isAt(tally: Tally, place: Place): void {
		this.#places[this.tallies.indexOf(tally)] = place;
	}

	/** The event as a member of a series with these fields. */
	memberOf(fields: readonly DimensionName[]): Member {
		this.#id ??= fingerprint(text(this.#event.log.uuid));
		const values = fields.map((field) => {
			const value = this.#read(field);
			return value === undefined ? NOTHING : fingerprint(value);
		});
		return { time: this.#event.time, id: this.#id, values };
	}

	count(key: DimensionName, seconds: number): number | undefined {
		const place = this.#placeBy(key);
		return place && largestCount(place, nanoseconds(seconds), this.#horizon);
	}

	variety(key: DimensionName, field: DimensionName, seconds: number): { before: number; after: number } | undefined {
		const place = this.#placeBy(key);
		const at = place?.series.fields.indexOf(field) ?? -1;
		if (place === undefined || at < 0) return undefined;
		return largestVariety(place, at, nanoseconds(seconds), this.#horizon);
	}

	recent(name: string, key: DimensionName, now: DimensionName, seconds: number): number | undefined {
		const value = this.#read(now);
		if (value === undefined) return undefined;
		const series = this.#store.get(trailName(name, key, value));
		if (series === undefined) return 0;
		const { time, id } = this.memberOf(NO_FIELDS);
		return countUntil(series, time, nanoseconds(seconds), id);
	}

	#placeBy(key: DimensionName): Place | undefined {
		return this.#places[this.tallies.findIndex((tally) => tally.key === key)];
	}

	#read(dimension: DimensionName): string | undefined {
		return readDimension(dimension, this.#event.log, this.#event.org);
	}
}

const resultOf = placeAt("outcome.result");

/** How long that is; there are as many lengths as rules name. */
function nanoseconds(seconds: number): bigint {
	const known = LENGTHS.get(seconds);
	if (known !== undefined) return known;
	const length = BigInt(seconds) * 1_000_000_000n;
	LENGTHS.set(seconds, length);
	return length;
}

const LENGTHS = new Map<number, bigint>();
