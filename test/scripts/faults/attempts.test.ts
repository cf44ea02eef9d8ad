import { expect, test } from "vitest";
import { countAt, makeAttempts } from "../../../scripts/faults/attempts.ts";
import { Random } from "../../../scripts/faults/random.ts";

const END = Date.parse("2026-03-02T12:00:00Z");

test("attempts lie in the two hours before the end, none at the time of another", () => {
	const { times } = makeAttempts("failure", 200, END, new Random(1, "attempts"));
	expect(new Set(times).size).toBe(200);
	expect(times.every((time) => time < END && time >= END - 7_200_000)).toBe(true);
});

test.each([
	["the attempt itself is counted", [], 1],
	["what lies exactly a window back is not", [END - 300_000], 1],
	["what lies a millisecond less back is", [END - 299_999], 2],
	["what is older is not", [END - 300_001, END - 3_600_000], 1],
	["what came later is, as the counter knows no upper bound", [END + 1], 2],
	["the same time is one attempt", [END], 1],
])("in a window of five minutes %s", (_, times, count) => {
	expect(countAt({ kind: "deny", times }, END, 300)).toBe(count);
});
