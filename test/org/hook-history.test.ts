import { beforeEach, describe, expect, test } from "vitest";
import { HookHistory } from "../../src/org/hook-history.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A Monday at noon. */
const MONDAY = Date.UTC(2040, 0, 2, 12);

function delivery(id: string, ...eventTypes: readonly string[]) {
	const events = eventTypes.map((eventType) => logEvent({ eventType }));
	return { source: `https://acme.okta.com/api/v1/eventHooks/${id}`, eventId: "d", events, rejected: [] };
}

const addressedTo = (targetEventHookIds: unknown) => logEvent({ debugContext: { debugData: { targetEventHookIds } } });

describe("what hooks bring", () => {
	test("is learnt from what they brought, and known after a restart", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			expect(history.isAddressed(addressedTo("who1"))).toBe(false);
			history.learn(delivery("who1", "a", "b"), 0, MONDAY);
			for (const known of [history, new HookHistory(storage)]) {
				expect(known.isAddressed(addressedTo("who1"))).toBe(true);
				expect(known.isAddressed(addressedTo("who2, who1"))).toBe(true);
				expect(known.isAddressed(addressedTo("who11"))).toBe(false);
				expect(["a", "b", "c"].map((type) => known.brings(type))).toEqual([true, true, false]);
			}
		}));

	test("is told by hook, the latest first, of the last month", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			expect(history.hooks(MONDAY)).toEqual([]);
			history.learn(delivery("who1", "a"), 0, MONDAY);
			history.learn(delivery("who2", "a"), MONDAY, MONDAY + DAY);
			const [first, second] = [MONDAY - 12 * HOUR, MONDAY + 12 * HOUR];
			expect(history.hooks(MONDAY + 29 * DAY)).toEqual([
				{ id: "who2", lastDay: second },
				{ id: "who1", lastDay: first },
			]);
			expect(history.hooks(MONDAY + 30 * DAY)).toEqual([{ id: "who2", lastDay: second }]);
		}));

	test("is forgotten after a month without", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			history.learn(delivery("who1", "a"), 0, MONDAY);
			history.learn(delivery("who2", "b"), MONDAY, MONDAY + 29 * DAY);
			expect([history.isAddressed(addressedTo("who1")), history.brings("a")]).toEqual([true, true]);
			history.learn(delivery("who2", "b"), MONDAY, MONDAY + 30 * DAY);
			expect([history.isAddressed(addressedTo("who1")), history.brings("a")]).toEqual([false, false]);
			expect(history.isAddressed(addressedTo("who2"))).toBe(true);
		}));

	test("costs a row a day, however often it comes", () =>
		inStorage((real) => {
			const { storage, written } = counted(real);
			const history = new HookHistory(storage);
			history.learn(delivery("who1", "a"), 0, MONDAY);
			expect(written()).toBe(1);
			for (let at = 1; at < 20; at++) history.learn(delivery("who1", "a"), MONDAY + at - 1, MONDAY + at);
			expect(written()).toBe(0);
			history.learn(delivery("who1", "a"), MONDAY + 23 * HOUR, MONDAY + DAY);
			expect(written()).toBe(1);
		}));

	test("stays short, whatever types come", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			const types = Array.from({ length: 5_000 }, (_, at) => `${"x".repeat(250)}${at}`);
			history.learn(delivery("who1", ...types, "__proto__"), 0, MONDAY);
			const known = new HookHistory(storage);
			expect(types.filter((type) => known.brings(type))).toHaveLength(1_000);
		}));

	test("is learnt from a delivery that does not say which hook it is of", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			history.learn({ ...delivery("who1", "a"), source: "" }, 0, MONDAY);
			expect([history.brings("a"), history.isAddressed(addressedTo(""))]).toEqual([true, false]);
		}));
});

describe("the longest pause", () => {
	test("is that of the last four weeks, without weekends", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			const learn = (from: number, to: number) => history.learn(delivery("who1", "a"), from, to);
			expect(history.longestPause(MONDAY)).toBe(0);
			learn(0, MONDAY);
			learn(MONDAY, MONDAY + 9 * HOUR);
			learn(MONDAY + 9 * HOUR, MONDAY + 12 * HOUR);
			expect(history.longestPause(MONDAY + DAY)).toBe(9 * HOUR);
			const friday = MONDAY + 4 * DAY;
			learn(friday, friday + 3 * DAY);
			expect(history.longestPause(friday + 3 * DAY)).toBe(DAY);
			expect(new HookHistory(storage).longestPause(MONDAY + 26 * DAY)).toBe(DAY);
			expect(history.longestPause(MONDAY + 40 * DAY)).toBe(0);
		}));

	test("counts as a working week at most", () =>
		inStorage((storage) => {
			const history = new HookHistory(storage);
			history.learn(delivery("who1", "a"), MONDAY, MONDAY + 60 * DAY);
			expect(history.longestPause(MONDAY + 60 * DAY)).toBe(5 * DAY);
		}));
});

test("what is lost is counted since the last delivery", () =>
	inStorage((storage) => {
		const history = new HookHistory(storage);
		history.lose([MONDAY - 1, MONDAY + 1, MONDAY + 2], MONDAY);
		history.lose([MONDAY + 3], MONDAY);
		expect(new HookHistory(storage).lostInARow).toBe(3);
		history.learn(delivery("who1", "a"), MONDAY, MONDAY + DAY);
		expect(new HookHistory(storage).lostInARow).toBe(0);
	}));

test("the latest that the System Log had instead is known", () =>
	inStorage((storage) => {
		const history = new HookHistory(storage);
		history.miss([]);
		expect(history.unbrought).toBe(0);
		history.miss([MONDAY + 1, MONDAY]);
		history.miss([MONDAY - 1]);
		expect(new HookHistory(storage).unbrought).toBe(MONDAY + 1);
	}));
