import { expect, test } from "vitest";
import { readOptions, repeatWith } from "../../../scripts/faults/options.ts";

const read = (...words: string[]) => readOptions(["node", "faults.ts", ...words]);

test("without options every check is made, with a seed of chance", () => {
	const { seed, ...options } = read();
	const checks = [
		"misconfiguration",
		"unreachable",
		"mending",
		"migration",
		"storms",
		"sweep",
		"single-kills",
		"backlog",
		"chaos",
	];
	expect(options).toEqual({ events: 20_000, kills: 20, checks, record: false });
	expect(Number.isSafeInteger(seed)).toBe(true);
});

test("checks are made in their own order, whatever the order in which they are named", () => {
	expect(read("--only", "chaos", "mending").checks).toEqual(["mending", "chaos"]);
});

test.each([["--seed 5"], ["--seed 5 --events 3000 --kills 7"], ["--seed 5 --only unreachable chaos"]])(
	"what repeats a run is what it was told: %s",
	(words) => {
		expect(repeatWith(read(...words.split(" ")))).toBe(words);
	},
);
