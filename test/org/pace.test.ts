import { evictDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { Pace } from "../../src/org/pace.ts";
import { begin, deliver, org, pass, received, ring } from "../worker/system.ts";
import { locks, secondsReceived } from "./alerting-events.ts";
import { alarmIn } from "./storage.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

describe("a pace of 1 a second with a burst of 20", () => {
	test("lets 20 leave at once, then one every second", () => {
		const pace = new Pace({ perSecond: 1, burst: 20 });
		expect(pace.available(NOON)).toBe(20);
		pace.take(20, NOON);
		expect([pace.available(NOON), pace.nextAt(NOON)]).toEqual([0, NOON + 1_000]);
		expect([pace.available(NOON + 999), pace.available(NOON + 1_000)]).toEqual([0, 1]);
		pace.take(1, NOON + 1_000);
		expect(pace.nextAt(NOON + 1_000)).toBe(NOON + 2_000);
	});

	test("is full again after 20 seconds, and never more than full", () => {
		const pace = new Pace({ perSecond: 1, burst: 20 });
		pace.take(20, NOON);
		expect(pace.available(NOON + 19_999)).toBe(19);
		expect(pace.available(NOON + 20_000)).toBe(20);
		expect(pace.available(NOON + 3_600_000)).toBe(20);
	});

	test("goes on after a restart from what left within the last 20 seconds", () => {
		const pace = new Pace({ perSecond: 1, burst: 20 });
		expect(pace.window).toBe(20_000);
		pace.resume(20, NOON);
		expect([pace.available(NOON), pace.nextAt(NOON)]).toEqual([0, NOON + 1_000]);
		pace.resume(5, NOON);
		expect(pace.available(NOON)).toBe(15);
		pace.resume(0, NOON);
		expect([pace.available(NOON), pace.nextAt(NOON)]).toEqual([20, NOON]);
	});
});

test.each([0.1, 0.3, 1, 3, 7, 10, 1000])("over a minute, %d a second leave and a burst besides", (perSecond) => {
	const pace = new Pace({ perSecond, burst: 20 });
	let sent = 0;
	for (let now = NOON; now < NOON + 60_000; now = Math.max(pace.nextAt(now), now + 1)) {
		const available = pace.available(now);
		expect(available).toBeGreaterThan(0);
		pace.take(available, now);
		sent += available;
	}
	expect(sent).toBeLessThanOrEqual(20 + 60 * perSecond);
	expect(sent).toBeGreaterThanOrEqual(Math.floor(0.95 * 60 * perSecond));
});

describe("the pace at which alerts leave", () => {
	beforeEach(begin);

	test("of 10 a second sets in after a burst of 20", async () => {
		await deliver(locks(30));
		await ring();
		expect(await secondsReceived()).toEqual(Array.from({ length: 20 }, (_, at) => at));
		expect(await alarmIn()).toBe(100);
		pass(100);
		await ring();
		expect(await received()).toHaveLength(21);
		pass(400);
		await ring();
		expect(await received()).toHaveLength(25);
	});

	test("is kept through a restart", async () => {
		await deliver(locks(30));
		await ring();
		await evictDurableObject(org());
		await ring();
		expect(await received()).toHaveLength(20);
	});
});
