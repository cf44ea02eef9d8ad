import { beforeEach, expect, test } from "vitest";
import { Seen } from "../../src/org/seen.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

const DAY = 86_400_000;

beforeEach(begin);

test("a uuid is entered once, on whichever day it comes again", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		expect(seen.enter("a", START)).toBe(true);
		expect(seen.enter("a", START)).toBe(false);
		expect(seen.enter("b", START + DAY)).toBe(true);
		expect(seen.enter("a", START + 7 * DAY)).toBe(false);
		expect(seen.enter("A", START)).toBe(true);
	}));

test("what was entered is known after a restart", () =>
	inStorage(({ sql }) => {
		new Seen(sql).enter("a", START);
		expect(new Seen(sql).enter("a", START + DAY)).toBe(false);
	}));

test("a uuid is recognised however many days there are", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		for (let day = 0; day < 91; day++) expect(seen.enter(`day ${day}`, START + day * DAY)).toBe(true);
		const now = START + 90 * DAY;
		expect([0, 4, 5, 45, 90].map((day) => seen.enter(`day ${day}`, now))).toEqual(Array(5).fill(false));
	}));

test("after a week it is forgotten, unless it may be met again", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		const now = START + 20 * DAY;
		const midnight = (at: number) => Math.floor(at / DAY) * DAY;
		for (let day = 0; day <= 20; day++) seen.enter(`day ${day}`, START + day * DAY);
		seen.prune(now, START + 5 * DAY);
		expect(seen.since(now)).toBe(midnight(START + 5 * DAY));
		expect([5, 6, 20].map((day) => seen.enter(`day ${day}`, now))).toEqual([false, false, false]);
		expect(seen.enter("day 4", now)).toBe(true);
		seen.prune(now);
		expect(seen.since(now)).toBe(midnight(START + 13 * DAY));
		expect(seen.enter("day 12", now)).toBe(true);
	}));

test("what was entered in the last week is recognised, if nothing was", () =>
	inStorage(({ sql }) => {
		expect(new Seen(sql).since(START)).toBe(Math.floor(START / DAY) * DAY - 7 * DAY);
	}));

test("after a week it is forgotten", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		seen.enter("a", START);
		seen.prune(START + 7 * DAY);
		expect(seen.enter("a", START + 7 * DAY)).toBe(false);
		seen.prune(START + 8 * DAY);
		expect(seen.enter("a", START + 8 * DAY)).toBe(true);
	}));

test("entering costs one row written, looking up and forgetting none", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		seen.enter("a", START);
		const written: number[] = [];
		const counting = {
			exec: (query: string, ...bindings: unknown[]) => {
				const cursor = sql.exec(query, ...bindings);
				const rows = cursor.toArray();
				written.push(cursor.rowsWritten);
				return { toArray: () => rows, next: () => ({ done: rows.length === 0 }) };
			},
		} as unknown as SqlStorage;
		const counted = new Seen(counting);
		const costOf = (step: () => void) => {
			written.length = 0;
			step();
			return written.reduce((sum, rows) => sum + rows, 0);
		};
		expect(costOf(() => counted.enter("b", START))).toBe(1);
		expect(costOf(() => counted.enter("b", START))).toBe(0);
		expect(costOf(() => counted.prune(START + 8 * DAY))).toBe(0);
	}));
