import { beforeEach, describe, expect, test } from "vitest";
import { Figures } from "../../src/org/figures.ts";
import type { Receipt } from "../../src/org/receive.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, START } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const NOTHING = { deliveries: 0, events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0, delivered: 0 };

function receipt(changes: Partial<Receipt> = {}): Receipt {
	return { events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0, ...changes };
}

function eventOf(milliseconds: number) {
	return logEvent({ published: new Date(milliseconds).toISOString() });
}

/** A delivery of one event, which made an alert of each of these rules. */
function deliver(figures: Figures, now: number, rules: readonly string[] = []): void {
	figures.commit(() => {
		for (const rule of rules) figures.countAlert(rule, now);
		figures.countDelivery(receipt({ events: 1, alerts: rules.length }), [eventOf(now - 200)], now);
	});
}

function taken(figures: Figures, time: number, now: number, replayed: 0 | 1 = 0): void {
	figures.commit(() => figures.countDelivered({ time: new Date(time).toISOString(), replayed }, now));
}

describe("the hours", () => {
	test("are the last 168, without gaps, and the last is under way", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			deliver(figures, START - 5 * HOUR, ["One"]);
			deliver(figures, START - 2 * HOUR + 1, ["One", "Two"]);
			deliver(figures, START - 2 * HOUR + 2);
			const hours = figures.hours(START);
			expect(hours.map(({ at }) => at)).toEqual(
				Array.from({ length: 168 }, (_, index) => START - (167 - index) * HOUR),
			);
			expect(hours.filter(({ deliveries }) => deliveries > 0)).toEqual([
				{ ...NOTHING, at: START - 5 * HOUR, deliveries: 1, events: 1, alerts: 1 },
				{ ...NOTHING, at: START - 2 * HOUR, deliveries: 2, events: 2, alerts: 2 },
			]);
			expect(hours.at(-1)).toEqual({ ...NOTHING, at: START });
		}));

	test("count what the System Log brought, which is no delivery and is not in the totals", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			const swept = receipt({ events: 3, duplicates: 40, rejected: 1, failed: 2 });
			figures.commit(() => figures.countSwept(swept, START));
			expect(figures.hours(START).at(-1)).toEqual({ ...NOTHING, ...swept, at: START });
			expect(figures.tally).toMatchObject({ events: 0, deliveries: 0, lastDelivery: 0 });
		}));

	test("count each alert that is taken, in the hour in which it is", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			for (const at of [START - 24 * HOUR, START - 23 * HOUR, START]) taken(figures, at - 1_000, at);
			expect(figures.deliveredLastDay(START)).toBe(2);
			expect(figures.deliveredLastDay(START + HOUR)).toBe(1);
			expect(figures.deliveredLastDay(START + DAY)).toBe(0);
		}));

	test("go on in the hour under way when the clock is put back", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			deliver(figures, START);
			deliver(figures, START - 1);
			expect(figures.hours(START).at(-1)).toMatchObject({ at: START, deliveries: 2 });
		}));

	test("are the same after another start of the object", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			for (let at = 29; at >= 0; at--) deliver(figures, START - at * HOUR, [`Rule ${at % 3}`]);
			const again = new Figures(storage);
			expect(again.hours(START)).toEqual(figures.hours(START));
			expect(again.rules(START)).toEqual(figures.rules(START));
			expect(again.latency(START)).toEqual(figures.latency(START));
			expect(again.tally).toEqual(figures.tally);
		}));
});

describe("how long things took", () => {
	test("is told of events by their deliveries and of alerts by what Falcosidekick took, over a day", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			taken(figures, START - 2 * DAY - 9_000, START - 2 * DAY);
			expect(figures.latency(START)).toEqual({ committed: null, delivered: null });
			deliver(figures, START - HOUR);
			taken(figures, START - 3_000, START);
			const { committed, delivered } = figures.latency(START);
			expect(committed).toMatchObject({ max: 200 });
			expect(delivered).toMatchObject({ max: 3_000 });
		}));

	test("is not told of what came out of order with a time that cannot be, nor of what an operator had sent again", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			const events = [eventOf(START - 50), eventOf(START + 60_000), logEvent({ published: "yesterday" })];
			figures.commit(() => figures.countDelivery(receipt({ events: 3 }), events, START));
			taken(figures, START - DAY, START, 1);
			expect(figures.latency(START)).toMatchObject({ committed: { max: 50 }, delivered: null });
			expect(figures.deliveredLastDay(START)).toBe(1);
		}));
});

describe("rules", () => {
	test("are told with how often they fired, and when last", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			deliver(figures, START - 8 * DAY, ["Rare", "Often"]);
			deliver(figures, START - 3 * DAY, ["Often"]);
			deliver(figures, START - 2 * HOUR, ["Often"]);
			deliver(figures, START, ["Often", "New", "New"]);
			const rules = new Map(figures.rules(START).map(({ rule, ...of }) => [rule, of]));
			expect(rules.get("Rare")).toEqual({ lastDay: 0, lastWeek: 0, total: 1, lastFired: START - 8 * DAY });
			expect(rules.get("Often")).toEqual({ lastDay: 2, lastWeek: 3, total: 4, lastFired: START });
			expect(rules.get("New")).toEqual({ lastDay: 2, lastWeek: 2, total: 2, lastFired: START });
			expect(figures.rules(START + DAY).find(({ rule }) => rule === "New")).toMatchObject({ lastDay: 0, lastWeek: 2 });
		}));

	test("of any name and of any number are counted, in one hour too", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			const names = ["__proto__", "constructor", ...Array.from({ length: 300 }, (_, at) => `Rule ${at}`)];
			for (let round = 0; round < 2; round++) for (const name of names) deliver(figures, START + round, [name]);
			const rules = figures.rules(START);
			expect(rules).toHaveLength(302);
			expect(
				rules.every(({ total, lastDay, lastFired }) => total === 2 && lastDay === 2 && lastFired === START + 1),
			).toBe(true);
		}));
});

describe("what is written", () => {
	test("is one row a delivery, whatever fired, and one for what Falcosidekick took", () =>
		inStorage((real) => {
			const { storage, written } = counted(real);
			const figures = new Figures(storage);
			deliver(figures, START);
			written();
			deliver(figures, START, ["One", "Two", "Three"]);
			expect(written()).toBe(1);
			taken(figures, START, START);
			expect(written()).toBe(1);
		}));

	test("is a row more when an hour is over, and one for each rule that fired in it", () =>
		inStorage((real) => {
			const { storage, written } = counted(real);
			const figures = new Figures(storage);
			deliver(figures, START, ["One", "Two"]);
			deliver(figures, START, ["One"]);
			written();
			deliver(figures, START + HOUR);
			expect(written()).toBe(1 + 1 + 2);
		}));

	test("is nothing of a transaction that fails, nor does it go on to count", () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			deliver(figures, START, ["One"]);
			const before = [figures.tally, figures.hours(START), figures.rules(START), figures.latency(START)];
			const failing = () =>
				figures.commit(() => {
					figures.countAlert("Two", START + HOUR);
					figures.countDelivery(receipt({ events: 5 }), [eventOf(START)], START + HOUR);
					storage.sql.exec("INSERT INTO awaited VALUES ('u', 1)");
					throw new Error("storage is full");
				});
			expect(failing).toThrow("storage is full");
			const after = () => [figures.tally, figures.hours(START), figures.rules(START), figures.latency(START)];
			expect(after()).toEqual(before);
			expect(storage.sql.exec("SELECT 1 FROM awaited").toArray()).toEqual([]);
			expect(new Figures(storage).tally).toEqual(figures.tally);
			deliver(figures, START, ["One"]);
			expect(figures.tally).toMatchObject({ deliveries: 2, events: 2, alerts: 2 });
		}));

	test("is no more after a year than after a week", { timeout: 30_000 }, () =>
		inStorage((storage) => {
			const figures = new Figures(storage);
			let alerts = 0;
			for (let hour = 0; hour < 366 * 24; hour++) {
				// Nights are quiet, and rules come and go.
				if (hour % 24 < 6) continue;
				deliver(figures, START + hour * HOUR, [`Rule ${Math.floor(hour / 3)}`, "Always"]);
				alerts += 2;
			}
			const now = START + 366 * DAY - 1;
			expect(figures.tally).toMatchObject({ deliveries: alerts / 2, alerts });
			const hours = figures.hours(now);
			expect(hours).toHaveLength(168);
			expect(hours.at(-1)).toMatchObject({ at: now + 1 - HOUR, deliveries: 1 });
			expect(hours.reduce((sum, hour) => sum + hour.alerts, 0)).toBe(7 * 18 * 2);
			const rules = figures.rules(now);
			expect(rules.find(({ rule }) => rule === "Always")).toMatchObject({
				total: alerts / 2,
				lastDay: 18,
				lastWeek: 126,
			});
			expect(rules.length).toBeLessThanOrEqual(2_001);
			expect(rules.every(({ lastFired }) => lastFired > START + 31 * DAY)).toBe(true);
			const rows = (table: string) => storage.sql.exec(`SELECT count(*) AS n FROM ${table}`).one().n;
			expect(rows("hour_figures")).toBeLessThanOrEqual(192);
			expect(rows("rule_figures")).toBeLessThanOrEqual(2_000);
			const { longest } = storage.sql.exec("SELECT max(length(hours)) AS longest FROM rule_figures").one();
			expect(longest).toBeLessThan(168 * 12);
		}),
	);
});
