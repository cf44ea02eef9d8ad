import { expect, test } from "vitest";
import { ago, counted, duration, number } from "../../src/status/words.ts";

test("numbers are easy to read, and things are counted", () => {
	expect([number(0), number(1_204), number(1_000_000)]).toEqual(["0", "1,204", "1,000,000"]);
	expect([counted(1, "alert"), counted(2, "alert"), counted(0, "delivery", "deliveries")]).toEqual([
		"1 alert",
		"2 alerts",
		"0 deliveries",
	]);
});

test.each([
	[-5, "0 ms"],
	[0, "0 ms"],
	[849.6, "850 ms"],
	[1_000, "1 s"],
	[1_234, "1.2 s"],
	[10_900, "10 s"],
	[119_999, "119 s"],
	[120_000, "2 min"],
	[7_199_999, "119 min"],
	[7_200_000, "2 h"],
	[172_799_999, "47 h"],
	[172_800_000, "2 d"],
	[86_400_000_000, "1,000 d"],
])("%d ms are %s", (milliseconds, text) => {
	expect(duration(milliseconds)).toBe(text);
});

test.each([
	[-60_000, "just now"],
	[999, "just now"],
	[3_700, "3 s ago"],
	[240_000, "4 min ago"],
])("what was %d ms ago was %s", (milliseconds, text) => {
	expect(ago(milliseconds)).toBe(text);
});
