import type { Series } from "./series.ts";
import type { SeriesStore } from "./windows.ts";

/** Most series that are kept; those used least recently go first. */
export const SERIES_MAX = 100_000;

/** A `SeriesStore` that lives as long as the process: for the command line and for tests. */
export function seriesMemory(most: number = SERIES_MAX): SeriesStore {
	const kept = new Map<string, Series>();
	return {
		get: (name) => kept.get(name),
		put(name, series) {
			kept.delete(name);
			kept.set(name, series);
			for (const oldest of kept.keys()) {
				if (kept.size <= most) break;
				kept.delete(oldest);
			}
		},
	};
}
