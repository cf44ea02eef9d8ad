import { describe, expect, test } from "vitest";
import { RoundTrips } from "../../src/org/round-trips.ts";

function roundTrips(count: number, milliseconds: (index: number) => number): RoundTrips {
	const trips = new RoundTrips();
	for (let index = 0; index < count; index++) trips.add(milliseconds(index));
	return trips;
}

describe("the fewest alerts under way that keep a pace are", () => {
	test.each([
		["one, at the pace that is the default", 1, 800, 1],
		["one, as long as each is back well before the next may leave", 10, 80, 1],
		["more, when they are not", 10, 81, 2],
		["as many as may leave meanwhile, and some in hand", 50, 200, 13],
		["one, when no time passes that a clock could tell", 1_000, 0, 1],
	])("%s", (_, perSecond, milliseconds, atATime) => {
		expect(roundTrips(200, () => milliseconds).atATime(perSecond)).toBe(atATime);
	});

	test("one, until enough is known", () => {
		expect(roundTrips(199, () => 5_000).atATime(100)).toBe(1);
	});

	test("told by the middle of two hundred: whole milliseconds add up to parts of them", () => {
		expect(roundTrips(200, (index) => index % 2).atATime(1_000)).toBe(1);
		expect(roundTrips(200, (index) => 1 + (index % 2)).atATime(1_000)).toBe(2);
	});

	test("not told by a few that are slow", () => {
		expect(roundTrips(200, (index) => (index % 5 === 0 ? 10_000 : 8)).atATime(100)).toBe(1);
	});

	test("told anew by the two hundred after them", () => {
		const trips = roundTrips(399, () => 200);
		expect(trips.atATime(10)).toBe(3);
		for (let index = 0; index < 201; index++) trips.add(20);
		expect(trips.atATime(10)).toBe(1);
	});
});
