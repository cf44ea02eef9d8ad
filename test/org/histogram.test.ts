import { expect, test } from "vitest";
import { emptyHistogram, type Histogram, latencyOf, measure } from "../../src/org/histogram.ts";

const DAY = 86_400_000;

function of(...milliseconds: readonly number[]): Histogram {
	const histogram = emptyHistogram();
	for (const one of milliseconds) measure(histogram, one);
	return histogram;
}

test("says nothing of nothing", () => {
	expect(latencyOf([])).toBeNull();
	expect(latencyOf([of(), of()])).toBeNull();
});

test.each([0.4, 1, 3, 17, 100, 999, 1_000, 61_234, 3_600_000, 30 * DAY])(
	"%d ms come back a fifth off at most",
	(is) => {
		const latency = latencyOf([of(is, is, is, is, is)]);
		expect(latency?.max).toBe(is);
		for (const near of [latency?.p50, latency?.p95]) {
			expect(near).toBeLessThanOrEqual(is);
			expect(near).toBeGreaterThanOrEqual(Math.floor(is * 0.8));
		}
	},
);

test("half take no longer than p50, and nineteen of twenty no longer than p95, as far as buckets tell", () => {
	const quick = Array.from({ length: 60 }, () => 100);
	const slow = Array.from({ length: 38 }, () => 1_000);
	const { p50, p95, max } = latencyOf([of(...quick, ...slow, 60_000, 61_000)]) ?? {};
	expect(p50).toBeGreaterThan(80);
	expect(p50).toBeLessThan(125);
	expect(p95).toBeGreaterThan(800);
	expect(p95).toBeLessThan(1_250);
	expect(max).toBe(61_000);
});

test("several say together what one of all would", () => {
	const one = of(1, 5, 9, 200);
	const other = of(4_000, 90_000);
	expect(latencyOf([one, other, of()])).toEqual(latencyOf([of(1, 5, 9, 200, 4_000, 90_000)]));
});

test.each([
	["an event that a clock ahead of ours made took no time", [-5_000], { p50: 0, p95: 0, max: 0 }],
	["an event whose time cannot be read is left out", [Number.NaN], null],
	["so is one that is older than anything Okta keeps", [93 * DAY], null],
])("%s", (_, milliseconds, expected) => {
	expect(latencyOf([of(...milliseconds)])).toEqual(expected);
});

test("takes no more room, however much it has seen", () => {
	const histogram = of(...Array.from({ length: 10_000 }, (_, at) => at * 7_949_000));
	expect(histogram.counts.length).toBeLessThanOrEqual(64);
});
