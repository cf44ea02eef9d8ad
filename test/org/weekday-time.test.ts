import { expect, test } from "vitest";
import { weekdayTime } from "../../src/org/weekday-time.ts";

const HOUR = 3_600_000;

const at = (text: string) => Date.parse(text);

test.each([
	["within a day", "2026-03-04T09:00Z", "2026-03-04T17:30Z", 8.5],
	["over a night", "2026-03-04T18:00Z", "2026-03-05T08:00Z", 14],
	["over a weekend", "2026-03-06T18:00Z", "2026-03-09T08:00Z", 14],
	["on a weekend", "2026-03-07T00:00Z", "2026-03-09T00:00Z", 0],
	["from a Saturday on", "2026-03-07T12:00Z", "2026-03-09T06:00Z", 6],
	["over two weeks", "2026-03-02T00:00Z", "2026-03-16T00:00Z", 240],
	["before 1970", "1969-12-29T00:00Z", "1970-01-05T00:00Z", 120],
	["backwards", "2026-03-05T00:00Z", "2026-03-04T00:00Z", 0],
])("%s", (_, from, to, hours) => {
	expect(weekdayTime(at(from), at(to)) / HOUR).toBe(hours);
});
