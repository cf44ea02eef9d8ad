import { describe, expect, test } from "vitest";
import { formatTime, padNanoseconds } from "../../src/falco/event-time.ts";

describe("formatTime", () => {
	test.each([
		[0n, "1970-01-01 00:00:00 000000000"],
		[1_700_000_000_123_456_789n, "2023-11-14 22:13:20 123456789"],
		[1_782_907_203_000_000_042n, "2026-07-01 12:00:03 000000042"],
		[4_102_444_799_999_999_999n, "2099-12-31 23:59:59 999999999"],
		// Wraps around 2^64, as in Falco.
		[-6_795_364_578_871_345_152n, "2339-03-21 22:18:14 838206464"],
		[-1n, "2554-07-21 23:34:33 709551615"],
	])("%d", (time, expected) => {
		const { date, clock, nanoseconds, whole } = formatTime(time);
		expect(`${date} ${clock} ${nanoseconds}`).toBe(expected);
		expect(whole).toBe(time.toString());
	});
});

test("padNanoseconds writes nine digits, or more where there are more", () => {
	expect([0n, 42n, 999_999_999n, 1_000_000_000n].map(padNanoseconds)).toEqual([
		"000000000",
		"000000042",
		"999999999",
		"1000000000",
	]);
});
