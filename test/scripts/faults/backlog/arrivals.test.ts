import { expect, test } from "vitest";
import { Arrivals } from "../../../../scripts/faults/backlog/arrivals.ts";

function arrivalsOf(...list: readonly (readonly [key: string, at: number])[]): Arrivals {
	const arrivals = new Arrivals();
	for (const [key, at] of list) arrivals.add(key, at);
	return arrivals;
}

test("an alert that comes twice is one alert, and came when it first did", () => {
	const arrivals = arrivalsOf(["a", 1], ["b", 2], ["a", 3]);
	expect([arrivals.all, arrivals.different, arrivals.firstAt("a"), arrivals.firstAt("c")]).toEqual([
		3,
		2,
		1,
		undefined,
	]);
});

test.each([
	[
		"none when all came after",
		[
			["a", 1],
			["b", 2],
			["x", 3],
		],
		0,
	],
	[
		"those that came before the last",
		[
			["x", 1],
			["a", 2],
			["y", 3],
			["b", 4],
			["z", 5],
		],
		2,
	],
	[
		"each once, however often it came",
		[
			["x", 1],
			["x", 2],
			["b", 3],
		],
		1,
	],
	[
		"none when there is nothing to overtake",
		[
			["x", 1],
			["y", 2],
		],
		0,
	],
] as const)("overtaking are %s", (_, list, count) => {
	expect(arrivalsOf(...list).overtaking(new Set(["x", "y", "z"]), new Set(["a", "b"]))).toBe(count);
});

test("the most within a while is looked for anywhere", () => {
	const arrivals = arrivalsOf(["a", 0], ["b", 990], ["c", 1_000], ["d", 1_989], ["e", 1_990], ["f", 5_000]);
	expect(arrivals.most(1_000, 0, 10_000)).toBe(3);
	expect(arrivals.most(1_001, 0, 10_000)).toBe(4);
	expect(arrivals.most(1_000, 1_500, 10_000)).toBe(2);
	expect(arrivals.most(1_000, 6_000, 10_000)).toBe(0);
});
