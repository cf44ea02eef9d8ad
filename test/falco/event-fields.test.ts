import { describe, expect, test } from "vitest";
import type { FalcoEvent } from "../../src/falco/event.ts";
import { EVENT_FIELDS } from "../../src/falco/event-fields.ts";
import { badgeEvent, NOON } from "./sample-event.ts";

const LATER = badgeEvent({}, { number: 7n, firstTime: NOON - 1_500_000_001n });

/** Each field with its value, its text where that is another, and its JSON where that is another. */
const FIELDS: readonly [string, unknown, (string | undefined)?, bigint?][] = [
	["evt.num", 7n],
	["evt.time", "12:00:03.000000042", undefined, NOON],
	["evt.time.s", "12:00:03", undefined, NOON],
	["evt.time.iso8601", "2026-07-01T12:00:03.000000042+0000", undefined, NOON],
	["evt.datetime", "2026-07-01 12:00:03.000000042", undefined, NOON],
	["evt.datetime.s", "2026-07-01 12:00:03", undefined, NOON],
	["evt.rawtime", NOON, undefined, NOON],
	["evt.rawtime.s", 1_782_907_203n, undefined, 1_782_907_203n],
	["evt.rawtime.ns", 42n, "000000042", 42n],
	["evt.reltime", 1_500_000_001n, "1500000001", 1_500_000_001n],
	["evt.reltime.s", 1n, undefined, 1n],
	["evt.reltime.ns", 500_000_001n, "500000001", 500_000_001n],
	["evt.pluginname", "badge"],
	["evt.plugininfo", '{"badge":1}'],
	["evt.source", "badge"],
	["evt.is_async", false],
	["evt.asynctype", undefined],
	["evt.hostname", "gate"],
];

function read(name: string, event: FalcoEvent) {
	return EVENT_FIELDS[name]!.read(undefined)(event);
}

describe("EVENT_FIELDS", () => {
	test("are the fields that Falco has for a plugin's events, and no others", () => {
		expect(Object.keys(EVENT_FIELDS)).toEqual(FIELDS.map(([name]) => name));
		expect(Object.values(EVENT_FIELDS).filter(({ argument }) => argument !== undefined)).toEqual([]);
	});

	test.each(FIELDS)("%s", (name, value, text, json) => {
		const field = EVENT_FIELDS[name]!;
		expect(read(name, LATER)).toBe(value);
		expect(field.toText?.(value as bigint)).toBe(text);
		expect(field.json?.(LATER)).toBe(json?.toString());
	});

	test("a time before the epoch is a large number in conditions and a negative one in JSON", () => {
		const event = badgeEvent({}, { time: -1n, firstTime: 0n });
		expect(read("evt.rawtime", event)).toBe(2n ** 64n - 1n);
		expect(EVENT_FIELDS["evt.rawtime"]?.json?.(event)).toBe("-1");
		expect(EVENT_FIELDS["evt.time"]?.json?.(event)).toBe("-1");
		expect(read("evt.reltime", event)).toBe(2n ** 64n - 1n);
		expect(EVENT_FIELDS["evt.reltime"]?.json?.(event)).toBe("-1");
	});
});
