import type { Series } from "./series.ts";
import type { SeriesStore } from "./windows.ts";

/** Most series that are kept; those used least recently go first. */
export const SERIES_MAX = 100_000;

/**
 * A `SeriesStore` that lives as long as the process: for the command line and for tests. Of two halves the older one is
 * given up when the newer is full, so that nothing need be moved for each use.
 */
export function seriesMemory(most: number = SERIES_MAX): SeriesStore {
	let newer = new Map<string, Series>();
	let older = new Map<string, Series>();
	const keep = (name: string, series: Series): void => {
		if (newer.size >= most / 2) {
			older = newer;
			newer = new Map();
		}
		newer.set(name, series);
	};
	return {
		get(name) {
			const known = newer.get(name);
			if (known !== undefined) return known;
			const series = older.get(name);
			if (series !== undefined) keep(name, series);
			return series;
		},
		put(name, series) {
			if (newer.get(name) !== series) keep(name, series);
		},
	};
}
