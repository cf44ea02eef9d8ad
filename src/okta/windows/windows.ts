import { type DimensionName, readDimension } from "./dimensions.ts";
import { Draft } from "./draft.ts";
import { countUntil, type Horizon, largestCount, largestVariety, type Place, type Variety } from "./measure.ts";
import type { PlacedEvent } from "./placed-event.ts";
import type { Tally, WindowPlan } from "./plan.ts";
import { ID, Series, TIME } from "./series.ts";
import { seriesKey } from "./series-name.ts";
import { keyOnTrail } from "./trails.ts";

/** Remembers series, each by the group it belongs to and by its key there (series-name.ts). */
export interface SeriesStore {
	/** The series of that group with that key; undefined when none is kept. */
	get(group: string, key: string): Series | undefined;
	/** Keeps a series, in place of the one it has there. */
	put(group: string, key: string, series: Series): void;
}

/** How much is kept of a series, beyond what rules ask for. */
export interface WindowLimits {
	/** Most events of a series; the earliest go first. The fields give no larger number than these and the present event. */
	readonly members: number;
	/** How much later than others of its series an event may come and still be counted exactly. */
	readonly lateSeconds: number;
}

export const WINDOW_LIMITS: WindowLimits = { members: 1_000, lateSeconds: 2 * 86_400 };

/** What an event finds when it looks back. */
export interface EventWindows {
	/** Events like it (type, result, key) in so many seconds; undefined when the event has no such key. */
	count(key: DimensionName, seconds: number): number | undefined;
	/** How many different values of a field these have, and how many they would have without it. */
	variety(key: DimensionName, field: DimensionName, seconds: number): Variety | undefined;
	/** Earlier events of a trail, given by its group, whose key is what this event has in `now`. */
	recent(trail: string, now: DimensionName, seconds: number): number | undefined;
}

/** Enters events into the series of a plan and looks back from them. Times are the events' own. */
export class Windows {
	readonly #plan: WindowPlan;
	readonly #store: SeriesStore;
	readonly #limits: WindowLimits;
	readonly #draft = new Draft();

	constructor(plan: WindowPlan, store: SeriesStore, limits: WindowLimits = WINDOW_LIMITS) {
		this.#plan = plan;
		this.#store = store;
		this.#limits = limits;
	}

	/** Enters an event, and looks back from it. Entering the same event (by its uuid) again changes nothing. */
	readonly enter = (placed: PlacedEvent): EventWindows => {
		if (this.#plan.isEmpty) return NOTHING_ASKED;
		const { tallies, trails } = this.#plan.entries(placed.kind);
		const event = new Lookback(placed, tallies, this.#store, this.#draft, "known");
		for (const trail of trails) {
			const value = keyOnTrail(trail, placed.log, placed.org);
			if (value !== undefined) this.#add(placed, value, trail.group, NO_FIELDS, trail.seconds);
		}
		for (const { key, group, fields, seconds } of tallies) {
			const value = readDimension(key, placed.log, placed.org);
			event.places.push(value === undefined ? undefined : this.#add(placed, value, group, fields, seconds));
		}
		return event;
	};

	/** Looks back from an event that was entered, as if it came now and in order: to what was before it and no further. */
	readonly look = (placed: PlacedEvent): EventWindows => {
		const { tallies } = this.#plan.entries(placed.kind);
		const event = new Lookback(placed, tallies, this.#store, this.#draft, "own");
		for (const tally of tallies) {
			const value = readDimension(tally.key, placed.log, placed.org);
			event.places.push(value === undefined ? undefined : this.#addToCopy(placed, value, tally));
		}
		return event;
	};

	#addToCopy(event: PlacedEvent, value: string, { group, fields }: Tally): Place {
		const series = this.#series(group, seriesKey(value), fields).copy();
		return { place: series.add(this.#draft.of(event, fields)), first: series.first, series };
	}

	#series(group: string, key: string, fields: readonly DimensionName[]): Series {
		return this.#store.get(group, key)?.withFields(fields) ?? new Series(fields);
	}

	/** Enters an event into a series, of which no more is kept than rules ask for. */
	#add(event: PlacedEvent, value: string, group: string, fields: readonly DimensionName[], seconds: number): Place {
		const key = seriesKey(value);
		const series = this.#series(group, key, fields);
		const { length } = series;
		const place = series.add(this.#draft.of(event, fields));
		const { first } = series;
		if (series.length > length) {
			// Reckoned from this event and not from the last one: that may be dated ahead, and nothing would be kept beside it.
			series.keepLatest(this.#limits.members, nanoseconds(seconds + this.#limits.lateSeconds), place);
			this.#store.put(group, key, series);
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
	/** Where it stands in the series of each tally, in their order; undefined where it has no such key. */
	readonly places: (Place | undefined)[] = [];
	readonly #event: PlacedEvent;
	readonly #tallies: readonly Tally[];
	readonly #store: SeriesStore;
	readonly #draft: Draft;
	readonly #horizon: Horizon;

	/** `tallies`: what it is entered into. */
	constructor(event: PlacedEvent, tallies: readonly Tally[], store: SeriesStore, draft: Draft, horizon: Horizon) {
		this.#event = event;
		this.#tallies = tallies;
		this.#store = store;
		this.#draft = draft;
		this.#horizon = horizon;
	}

	count(key: DimensionName, seconds: number): number | undefined {
		const place = this.#placeBy(key);
		return place && largestCount(place, nanoseconds(seconds), this.#horizon);
	}

	variety(key: DimensionName, field: DimensionName, seconds: number): Variety | undefined {
		const place = this.#placeBy(key);
		const at = place?.series.fields.indexOf(field) ?? -1;
		if (place === undefined || at < 0) return undefined;
		return largestVariety(place, at, nanoseconds(seconds), this.#horizon);
	}

	recent(trail: string, now: DimensionName, seconds: number): number | undefined {
		const value = readDimension(now, this.#event.log, this.#event.org);
		if (value === undefined) return undefined;
		const series = this.#store.get(trail, seriesKey(value));
		if (series === undefined) return 0;
		const { [TIME]: time = 0n, [ID]: id = 0n } = this.#draft.of(this.#event, NO_FIELDS);
		return countUntil(series, time, nanoseconds(seconds), id);
	}

	#placeBy(key: DimensionName): Place | undefined {
		return this.places[this.#tallies.findIndex((tally) => tally.key === key)];
	}
}

/** How long that is; there are as many lengths as rules name. */
function nanoseconds(seconds: number): bigint {
	const known = LENGTHS.get(seconds);
	if (known !== undefined) return known;
	const length = BigInt(seconds) * 1_000_000_000n;
	LENGTHS.set(seconds, length);
	return length;
}

const LENGTHS = new Map<number, bigint>();
