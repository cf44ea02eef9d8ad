import type { Latency } from "./overview.ts";

/**
 * How long things took: how many fell into each of 64 buckets whose bounds grow by the root of two, so that whatever is
 * read from it is at most a fifth off, and the longest as it was. Plain JSON.
 */
export interface Histogram {
	/** By bucket; what is behind the last is 0. */
	readonly counts: number[];
	/** In milliseconds. */
	max: number;
}

const BUCKETS = 64;

/** Buckets to a doubling. */
const FINENESS = 2;

/** Okta's log goes back no further, in milliseconds: what is older has a time that cannot be right. */
const LONGEST = 92 * 86_400_000;

/** Of nothing yet. */
export function emptyHistogram(): Histogram {
	return { counts: [], max: 0 };
}

/** Counts what took so many milliseconds. Clocks differ, so less than nothing is taken for nothing. */
export function measure(histogram: Histogram, milliseconds: number): void {
	if (!(milliseconds <= LONGEST)) return;
	const { counts } = histogram;
	const bucket = bucketOf(milliseconds);
	while (counts.length <= bucket) counts.push(0);
	counts[bucket] = (counts[bucket] ?? 0) + 1;
	histogram.max = Math.max(histogram.max, milliseconds);
}

/** What some histograms say together; null when nothing was counted. */
export function latencyOf(histograms: readonly Histogram[]): Latency | null {
	const counts = Array.from({ length: BUCKETS }, (_, bucket) =>
		histograms.reduce((sum, histogram) => sum + (histogram.counts[bucket] ?? 0), 0),
	);
	const all = counts.reduce((sum, count) => sum + count, 0);
	if (all === 0) return null;
	const max = Math.max(...histograms.map((histogram) => histogram.max));
	const percentile = (share: number) => Math.min(Math.round(middleOf(bucketAt(counts, all * share))), max);
	return { p50: percentile(0.5), p95: percentile(0.95), max };
}

/** 0 is below a millisecond; then [1, √2), [√2, 2) and so on, in milliseconds. The last takes all that is longer. */
function bucketOf(milliseconds: number): number {
	if (milliseconds < 1) return 0;
	return Math.min(Math.floor(Math.log2(milliseconds) * FINENESS) + 1, BUCKETS - 1);
}

function middleOf(bucket: number): number {
	return bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / FINENESS);
}

/** The bucket up to whose end there are that many. */
function bucketAt(counts: readonly number[], many: number): number {
	let left = many;
	return counts.findIndex((count) => {
		left -= count;
		return left <= 0;
	});
}
