import { expect, test } from "vitest";
import { contest, percentile } from "../../../scripts/bench/contest.ts";

test("every contender does every delivery of every round, in another order each time", () => {
	const done: string[] = [];
	const contender = (name: string) => (delivery: string) => {
		done.push(name + delivery);
		return delivery === "1" ? 1 : 0;
	};
	const results = contest({ a: contender("a"), b: contender("b") }, [["1", "2"], ["3"]]);
	expect(done).toEqual(["a1", "a2", "b1", "b2", "b3", "a3"]);
	expect(results.a.alerted).toBeCloseTo(1 / 3);
	expect(results.b.alerted).toBeCloseTo(1 / 3);
});

test.each([
	[[3, 1, 2], 0.5, 2],
	[[1], 0.99, 1],
	[[1, 2, 3, 4], 1, 4],
])("of %j the share %d stays within %d", (values, share, expected) => {
	expect(percentile(values, share)).toBe(expected);
});
