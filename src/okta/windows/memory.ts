import type { Series } from "./series.ts";
import type { SeriesStore } from "./windows.ts";

/** Most series that are kept; those used least recently go first. */
export const SERIES_MAX = 100_000;

/**
 * A `SeriesStore` that lives as long as the process: for the command line and for tests. Of two halves the older one is
 * given up when the newer is full, so that nothing need be moved for each use.
 */
export function seriesMemory(most: number = SERIES_MAX): SeriesStore {
	let newer = new Half();
	let older = new Half();
	const keep = (group: string, key: string, series: Series): void => {
		if (newer.size >= most / 2) {
			older = newer;
			newer = new Half();
		}
		newer.set(group, key, series);
	};
	/** What was asked for last: mostly that is what is put next, and it is kept already. */
	let given: Series | undefined;
	return {
		get(group, key) {
			given = newer.get(group, key);
			if (given !== undefined) return given;
			given = older.get(group, key);
			if (given !== undefined) keep(group, key, given);
			return given;
		},
		put(group, key, series) {
			if (series !== given && newer.get(group, key) !== series) keep(group, key, series);
		},
	};
}

/** Series by group and by key: to find one by a name of both, that would have to be put together each time. */
class Half {
	size = 0;
	readonly #groups = new Map<string, Map<string, Series>>();

	get(group: string, key: string): Series | undefined {
		return this.#groups.get(group)?.get(key);
	}

	set(group: string, key: string, series: Series): void {
		const known = this.#groups.get(group);
		if (known === undefined) this.#groups.set(group, new Map([[key, series]]));
		else if (known.has(key)) this.size--;
		known?.set(key, series);
		this.size++;
	}
}
