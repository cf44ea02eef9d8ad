import { type JsonObject, member, text } from "../log-event.ts";
import { type DimensionName, readDimension } from "./dimensions.ts";
import { fingerprint } from "./fingerprint.ts";
import { countUntil, type Horizon, largestCount, largestVariety } from "./measure.ts";
import type { Tally, WindowPlan } from "./plan.ts";
import { NOTHING, Series } from "./series.ts";
import { shortKey, type TrailLeft, trailName, trailsLeft } from "./trails.ts";

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

const NANOSECONDS = 1_000_000_000n;

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
		const event = new Subject(placed);
		for (const trail of trailsLeft(placed.log, placed.org, this.#plan)) this.#leave(trail, event);
		return this.#lookBack(event, "known", true);
	};

	/** Looks back from an event that was entered, as if it came now and in order: to what was before it and no further. */
	readonly look = (placed: PlacedEvent): EventWindows => {
		return this.#lookBack(new Subject(placed), "own", false);
	};

	#lookBack(event: Subject, horizon: Horizon, keeps: boolean): EventWindows {
		const tallies = this.#plan.tallies(event.type, event.result);
		if (tallies.length === 0) return new Lookback(event, NO_PLACES, this.#store, horizon);
		const places = new Map<DimensionName, Place>();
		for (const tally of tallies) {
			const place = this.#placeOf(event, tally);
			if (place === undefined) continue;
			if (keeps) this.#keep(place);
			places.set(tally.key, place);
		}
		return new Lookback(event, places, this.#store, horizon);
	}

	#placeOf(event: Subject, { name: beginning, key, fields, seconds }: Tally): Place | undefined {
		const value = event.read(key);
		if (value === undefined) return undefined;
		const name = `${beginning},${JSON.stringify(shortKey(value))}]`;
		const before = this.#store.get(name)?.withFields(fields) ?? new Series(fields);
		const values = fields.map((field) => event.fingerprint(field));
		return { name, seconds, before, ...before.with({ time: event.time, id: event.id, values }) };
	}

	#leave({ trail, seconds }: TrailLeft, { time, id }: Subject): void {
		const before = this.#store.get(trail) ?? new Series([]);
		this.#keep({ name: trail, seconds, before, ...before.with({ time, id, values: [] }) });
	}

	#keep({ name, seconds, before, series }: Place): void {
		if (series === before) return;
		const reach = BigInt(seconds + this.#limits.lateSeconds) * NANOSECONDS;
		this.#store.put(name, series.latest(this.#limits.members, series.time(series.length - 1) - reach));
	}
}

/** Where an event belongs: a series without it and with it, and its place there. */
interface Place {
	readonly name: string;
	/** The longest that a rule looks back there. */
	readonly seconds: number;
	readonly before: Series;
	readonly series: Series;
	readonly place: number;
}

/** For rules that do not look back. */
const NOTHING_ASKED: EventWindows = { count: () => undefined, variety: () => undefined, recent: () => undefined };

const NO_PLACES: ReadonlyMap<DimensionName, Place> = new Map();

class Lookback implements EventWindows {
	readonly #event: Subject;
	readonly #places: ReadonlyMap<DimensionName, Place>;
	readonly #store: SeriesStore;
	readonly #horizon: Horizon;

	constructor(event: Subject, places: ReadonlyMap<DimensionName, Place>, store: SeriesStore, horizon: Horizon) {
		this.#event = event;
		this.#places = places;
		this.#store = store;
		this.#horizon = horizon;
	}

	count(key: DimensionName, seconds: number): number | undefined {
		const entered = this.#places.get(key);
		return entered && largestCount(entered.series, entered.place, BigInt(seconds) * NANOSECONDS, this.#horizon);
	}

	variety(key: DimensionName, field: DimensionName, seconds: number): { before: number; after: number } | undefined {
		const entered = this.#places.get(key);
		const at = entered?.series.fields.indexOf(field) ?? -1;
		if (entered === undefined || at < 0) return undefined;
		return largestVariety(entered.series, entered.place, at, BigInt(seconds) * NANOSECONDS, this.#horizon);
	}

	recent(name: string, key: DimensionName, now: DimensionName, seconds: number): number | undefined {
		const { time, id } = this.#event;
		const value = this.#event.read(now);
		if (value === undefined) return undefined;
		const series = this.#store.get(trailName(name, key, value)) ?? new Series([]);
		return countUntil(series, time, BigInt(seconds) * NANOSECONDS, id);
	}
}

/** An event as the windows see it. */
class Subject {
	readonly type: string;
	readonly result: string;
	readonly #event: PlacedEvent;
	#id: bigint | undefined;

	constructor(event: PlacedEvent) {
		this.type = text(event.log.eventType);
		this.result = text(member(member(event.log, "outcome"), "result"));
		this.#event = event;
	}

	get time(): bigint {
		return this.#event.time;
	}

	get id(): bigint {
		this.#id ??= fingerprint(text(this.#event.log.uuid));
		return this.#id;
	}

	read(dimension: DimensionName): string | undefined {
		return readDimension(dimension, this.#event.log, this.#event.org);
	}

	fingerprint(dimension: DimensionName): bigint {
		const value = this.read(dimension);
		return value === undefined ? NOTHING : fingerprint(value);
	}
}
