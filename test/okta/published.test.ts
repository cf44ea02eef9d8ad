import { describe, expect, test } from "vitest";
import { publishedTime, UNREADABLE_TIME } from "../../src/okta/published.ts";

describe("publishedTime", () => {
	test.each([
		["2026-03-02T09:15:30.123Z", 1772442930123000000n],
		["2026-03-02T09:15:30Z", 1772442930000000000n],
		["2026-03-02T09:15:30.1Z", 1772442930100000000n],
		["2026-03-02T09:15:30.123456789Z", 1772442930123456789n],
		["2026-03-02T09:15:30.1234567899Z", 1772442930123456789n],
		["2026-03-02T09:15:30,5Z", 1772442930500000000n],
		["2026-03-02T11:15:30.123+02:00", 1772442930123000000n],
		["2026-03-01T21:45:30.123-11:30", 1772442930123000000n],
		["2024-02-29T00:00:00Z", 1709164800000000000n],
		["1970-01-01T00:00:00Z", 0n],
		["1969-12-31T23:59:59.25Z", -750000000n],
		// Beyond 64 bits it overflows, as Go's UnixNano does: there is no right answer.
		["9999-12-31T23:59:59Z", BigInt.asIntN(64, 253402300799000000000n)],
	])("of %s is %s", (published, expected) => {
		expect(publishedTime(published)).toBe(expected);
	});

	test.each([
		"",
		"garbage",
		"2026-03-02",
		"2026-03-02T09:15:30",
		"2026-03-02 09:15:30Z",
		"2026-03-02t09:15:30z",
		"2026-03-02T9:15:30Z",
		"2026-03-02T24:00:00Z",
		"2026-03-02T09:60:00Z",
		"2026-03-02T09:15:60Z",
		"2026-13-02T09:15:30Z",
		"2026-02-30T09:15:30Z",
		"2025-02-29T09:15:30Z",
		"2026-00-10T09:15:30Z",
		"2026-03-02T09:15:30.Z",
		"2026-03-02T09:15:30+0200",
		"2026-03-02T09:15:30+25:00",
		"2026-03-02T09:15:30Z\n",
		"1772442930",
	])("of %j is Go's zero time, overflowed", (published) => {
		expect(publishedTime(published)).toBe(UNREADABLE_TIME);
	});

	test("what is unreadable is not a time that events have", () => {
		expect(UNREADABLE_TIME).toBe(BigInt.asIntN(64, -62135596800n * 1_000_000_000n));
	});
});
