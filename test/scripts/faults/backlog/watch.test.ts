import { expect, test } from "vitest";
import { percentile } from "../../../../scripts/faults/backlog/watch.ts";

const HUNDRED = Array.from({ length: 100 }, (_, index) => 100 - index);

test.each([
	["half of them", HUNDRED, 0.5, 50],
	["all but one in a hundred", HUNDRED, 0.99, 99],
	["all", HUNDRED, 1, 100],
	["the one there is", [7], 0.99, 7],
	["none", [], 0.5, 0],
])("the value that %s do not exceed", (_, values, share, value) => {
	expect(percentile(values, share)).toBe(value);
});
