import { expect, test } from "vitest";
import { Ago, EventTime, Time } from "../../src/status/time.tsx";

const AT = Date.UTC(2026, 2, 4, 9, 15, 30, 123);

test("a moment is told in UTC, for people and for machines", () => {
	expect(String(<Time at={AT} />)).toBe('<time datetime="2026-03-04T09:15:30.123Z">2026-03-04 09:15:30 UTC</time>');
	expect(String(<Ago at={AT} now={AT + 240_000} />)).toBe(
		'<time datetime="2026-03-04T09:15:30.123Z" title="2026-03-04 09:15:30 UTC" data-ago="true">4 min ago</time>',
	);
});

test.each([
	["2026-03-04T09:15:30.123456789Z", '<time datetime="2026-03-04T09:15:30.123Z">2026-03-04 09:15:30 UTC</time>'],
	["<soon>", "<bdi>&lt;soon&gt;</bdi>"],
	["", "<bdi></bdi>"],
])("an alert's time, %j, is a time if it is one", (time, html) => {
	expect(String(<EventTime time={time} />)).toBe(html);
});

test("a time that no calendar has breaks nothing", () => {
	expect(String(<Time at={Number.NaN} />)).toBe('<time datetime=""></time>');
	expect(String(<Time at={8.64e15 + 1} />)).toBe('<time datetime=""></time>');
});
