import { KeyHash } from "./key-hash.ts";
import type { Series } from "./series.ts";
import { SeriesArena } from "./series-arena.ts";
import type { SeriesStore } from "./windows.ts";

/** Most series that are kept; those used least recently go first. */
export const SERIES_MAX = 100_000;

/**
 * A `SeriesStore` that lives as long as the process: for the command line and for tests. Of two halves the older one is
 * given up when the newer is full, so that nothing need be moved for each use.
 */
export function seriesMemory(most: number = SERIES_MAX): SeriesStore {
	const hash = new KeyHash();
	let newer = new SeriesArena();
	let older = new SeriesArena();
	const keep = (series: Series): void => {
		if (newer.isFull(most / 2) && newer.get(hash) === undefined) {
			older = newer;
			newer = new SeriesArena();
		}
		newer.put(hash, series);
	};
	/** Of each group that has had a series; many never get one, since nobody refused a push. */
	const seeds = new Map<string, number>();
	const newSeed = (group: string): number => {
		if (seeds.size >= most) {
			// So many types are made up. Seeds begin anew, and what was kept by them would be taken for something else.
			seeds.clear();
			newer = new SeriesArena();
			older = new SeriesArena();
		}
		seeds.set(group, seeds.size);
		return seeds.size - 1;
	};
	return {
		get(group, key) {
			const seed = seeds.get(group);
			if (seed === undefined) return undefined;
			hash.turnTo(seed, key);
			const found = newer.get(hash);
			if (found !== undefined) return found;
			const kept = older.get(hash);
			if (kept !== undefined) keep(kept);
			return kept && newer.get(hash);
		},
		put(group, key, series) {
			hash.turnTo(seeds.get(group) ?? newSeed(group), key);
			keep(series);
		},
	};
}
