import { expect, test } from "vitest";
import { Random } from "../../../scripts/faults/random.ts";

const numbers = (random: Random) => Array.from({ length: 50 }, () => random.next());

test("the same seed and stream give the same numbers", () => {
	expect(numbers(new Random(7, "okta"))).toEqual(numbers(new Random(7, "okta")));
});

test.each([
	["another seed", new Random(8, "okta")],
	["another stream", new Random(7, "weather")],
])("%s gives others", (_, other) => {
	expect(numbers(other)).not.toEqual(numbers(new Random(7, "okta")));
});

test("numbers lie within their bounds, and reach both of them", () => {
	const random = new Random(1, "bounds");
	const whole = Array.from({ length: 500 }, () => random.integer(-2, 2));
	expect(new Set(whole)).toEqual(new Set([-2, -1, 0, 1, 2]));
	const broken = Array.from({ length: 500 }, () => random.between(10, 11));
	expect(broken.every((number) => number >= 10 && number < 11)).toBe(true);
});

test("what is certain happens, what is impossible does not", () => {
	const random = new Random(1, "chance");
	expect(Array.from({ length: 100 }, () => [random.chance(1), random.chance(0)])).toEqual(
		Array(100).fill([true, false]),
	);
});

test("shuffling keeps every item, in another order", () => {
	const items = Array.from({ length: 100 }, (_, index) => index);
	const shuffled = new Random(1, "shuffle").shuffle(items);
	expect(shuffled).not.toEqual(items);
	expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
});

test("there is nothing to pick from an empty list", () => {
	expect(() => new Random(1, "pick").pick([])).toThrow(RangeError);
});
