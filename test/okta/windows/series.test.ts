import { describe, expect, test } from "vitest";
import { NOTHING, Series } from "../../../src/okta/windows/series.ts";

/** A series of events with these times; each has its time for a value of the one field. */
function series(...times: bigint[]): Series {
	return times.reduce(
		(made, time, id) => made.with({ time, id: BigInt(id), values: [time] }).series,
		new Series(["ip"]),
	);
}

const timesOf = (made: Series) => Array.from({ length: made.length }, (_, place) => made.time(place));
const idsOf = (made: Series) => Array.from({ length: made.length }, (_, place) => made.id(place));

describe("a series", () => {
	test("is in the order of time, and of arrival within one time", () => {
		const made = series(5n, 1n, 3n, 1n, -(2n ** 63n));
		expect(timesOf(made)).toEqual([-(2n ** 63n), 1n, 1n, 3n, 5n]);
		expect(idsOf(made)).toEqual([4n, 1n, 3n, 2n, 0n]);
	});

	test("tells where an event went", () => {
		expect(series(1n, 5n).with({ time: 3n, id: 9n, values: [0n] }).place).toBe(1);
	});

	test("has an event once, and stays the same when it comes again", () => {
		const made = series(1n, 1n, 1n);
		expect(made.with({ time: 1n, id: 1n, values: [7n] })).toEqual({ series: made, place: 1 });
		expect(made.with({ time: 1n, id: 1n, values: [7n] }).series).toBe(made);
	});

	test.each<[most: number, after: bigint, left: bigint[]]>([
		[9, 0n, [1n, 2n, 3n]],
		[2, 0n, [2n, 3n]],
		[9, 1n, [2n, 3n]],
		[9, 3n, []],
		[0, 0n, []],
	])("the latest %i after %i", (most, after, left) => {
		expect(timesOf(series(1n, 2n, 3n).latest(most, after))).toEqual(left);
	});

	test("keeps what it has in a field when others are wanted", () => {
		const made = series(1n, 2n).withFields(["actor", "ip"]);
		expect(made.fields).toEqual(["actor", "ip"]);
		expect([made.value(1, 0), made.value(1, 1), made.time(1), made.id(1)]).toEqual([NOTHING, 2n, 2n, 1n]);
		expect(made.withFields([]).length).toBe(2);
		expect(made.withFields(["actor", "ip"])).toBe(made);
	});
});
