import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOTHING, Series } from "../../../src/okta/windows/series.ts";

interface Entry {
	readonly time: bigint;
	readonly id: bigint;
	readonly values: readonly bigint[];
}

function member({ time, id, values }: Entry): BigInt64Array {
	return BigInt64Array.of(time, id, ...values);
}

/** A series of events with these times; each has its time for a value of the one field. */
function series(...times: bigint[]): Series {
	const made = new Series(["ip"]);
	for (const [id, time] of times.entries()) made.add(member({ time, id: BigInt(id), values: [time] }));
	return made;
}

/** The members, read by their places. */
function membersOf(made: Series): Entry[] {
	return Array.from({ length: made.length }, (_, at) => {
		const place = made.first + at;
		const values = made.fields.map((_, field) => made.value(place, field));
		return { time: made.time(place), id: made.id(place), values };
	});
}

const timesOf = (made: Series) => membersOf(made).map(({ time }) => time);
const idsOf = (made: Series) => membersOf(made).map(({ id }) => id);

describe("a series", () => {
	test("is in the order of time, and of arrival within one time", () => {
		const made = series(5n, 1n, 3n, 1n, -(2n ** 63n));
		expect(timesOf(made)).toEqual([-(2n ** 63n), 1n, 1n, 3n, 5n]);
		expect(idsOf(made)).toEqual([4n, 1n, 3n, 2n, 0n]);
	});

	test("tells where an event went", () => {
		const made = series(1n, 5n);
		expect(made.add(member({ time: 3n, id: 9n, values: [0n] }))).toBe(made.first + 1);
	});

	test("has an event once, and stays as it is when it comes again", () => {
		const made = series(1n, 1n, 1n);
		const before = membersOf(made);
		expect(made.add(member({ time: 1n, id: 1n, values: [7n] }))).toBe(made.first + 1);
		expect(membersOf(made)).toEqual(before);
	});

	test.each<[most: number, after: bigint, left: bigint[]]>([
		[9, 0n, [1n, 2n, 3n]],
		[2, 0n, [2n, 3n]],
		[9, 1n, [2n, 3n]],
		[9, 3n, []],
		[0, 0n, []],
	])("keeps the latest %i that are later than %i", (most, after, left) => {
		const made = series(1n, 2n, 3n);
		made.keepLatest(most, 3n - after, made.end - 1);
		expect(timesOf(made)).toEqual(left);
	});

	test("what was dropped can be read until another event is added", () => {
		const made = series(1n, 2n, 3n);
		const { first } = made;
		made.keepLatest(1, 3n, made.end - 1);
		expect([first, first + 1, first + 2].map((place) => made.time(place))).toEqual([1n, 2n, 3n]);
	});

	describe("searched", () => {
		const places = fc.record({
			times: fc.array(fc.bigInt(0n, 12n), { minLength: 1, maxLength: 40 }),
			length: fc.bigInt(1n, 14n),
			dropped: fc.nat({ max: 9 }),
		});

		test("tells from where on members are within a length of the one at a place", () => {
			return fc.assert(
				fc.property(places, fc.nat(), ({ times, length, dropped }, at) => {
					const made = series(...times);
					made.keepLatest(made.length - Math.min(dropped, made.length - 1), 100n, made.first);
					const place = made.first + (at % made.length);
					const after = made.time(place) - length;
					let expected = made.first;
					while (made.time(expected) <= after) expected++;
					expect(made.firstWithin(length, place, made.first)).toBe(expected);
				}),
			);
		});

		test("tells since when members have had the value of the one at a place", () => {
			return fc.assert(
				fc.property(fc.array(fc.bigInt(0n, 2n), { minLength: 1, maxLength: 20 }), fc.nat(), (values, at) => {
					const made = new Series(["os", "ip"]);
					for (const [id, value] of values.entries()) {
						made.add(member({ time: BigInt(id), id: 0n, values: [BigInt(id), value] }));
					}
					const place = at % values.length;
					let expected = place;
					while (expected > 0 && values[expected - 1] === values[place]) expected--;
					expect(made.sameSince(place, 1, 0)).toBe(expected);
					expect(made.sameSince(place, 0, 0)).toBe(place);
				}),
			);
		});
	});

	test("keeps what it has in a field when others are wanted", () => {
		const made = series(1n, 2n).withFields(["actor", "ip"]);
		expect(made.fields).toEqual(["actor", "ip"]);
		expect(membersOf(made)[1]).toEqual({ time: 2n, id: 1n, values: [NOTHING, 2n] });
		expect(made.withFields([]).length).toBe(2);
		expect(made.withFields(["actor", "ip"])).toBe(made);
	});

	test("a copy goes its own way", () => {
		const made = series(1n);
		const copy = made.copy();
		copy.add(member({ time: 2n, id: 9n, values: [0n] }));
		expect([timesOf(made), timesOf(copy)]).toEqual([[1n], [1n, 2n]]);
	});

	test("is what it is after any number of events, dropped ones and a stay in storage", () => {
		const time = fc.bigInt(0n, 20n);
		const step = fc.oneof(
			fc.record({ time, id: fc.bigInt(0n, 5n) }),
			fc.record({ most: fc.nat({ max: 6 }), after: time }),
			fc.constant("stored" as const),
		);
		return fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				let made = new Series(["ip"]);
				let expected: Entry[] = [];
				for (const step of steps) {
					if (step === "stored") made = new Series(["ip"], made.data);
					else if ("most" in step) {
						const last = made.end - 1;
						if (made.length > 0) made.keepLatest(step.most, made.time(last) - step.after, last);
						expected = expected.slice(Math.max(0, expected.length - step.most));
						expected = expected.filter(({ time }) => time > step.after);
					} else {
						const entry = { ...step, values: [step.id * 7n] };
						const known = expected.some(({ time, id }) => time === entry.time && id === entry.id);
						if (!known)
							expected = [...expected, entry].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
						expect(made.id(made.add(member(entry)))).toBe(entry.id);
					}
					expect(membersOf(made)).toEqual(expected);
					expect(made.data).toHaveLength(expected.length * 3);
				}
			}),
		);
	});
});
