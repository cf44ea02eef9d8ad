import * as fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { Seen } from "../../src/org/seen.ts";
import { begin, START } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeEach(begin);

function event(uuid: string, published = START) {
	return { uuid, published: new Date(published).toISOString() };
}

/** Enters events that happened at the beginning, one delivery: the uuids of those that are new. */
function entering(seen: Seen) {
	return (uuids: readonly string[], now: number) => {
		const { fresh } = seen.enter(
			uuids.map((uuid) => event(uuid)),
			now,
		);
		return fresh.map(({ uuid }) => uuid);
	};
}

test("a uuid is entered once, on whichever day it comes again", () =>
	inStorage(({ sql }) => {
		const enter = entering(new Seen(sql));
		expect(enter(["a"], START)).toEqual(["a"]);
		expect(enter(["a"], START)).toEqual([]);
		expect(enter(["b"], START + DAY)).toEqual(["b"]);
		expect(enter(["a"], START + 7 * DAY)).toEqual([]);
		expect(enter(["A"], START)).toEqual(["A"]);
	}));

test("events are told apart in their order, and one that a delivery has twice is new once", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		const events = ["a", "b", "c", "a", "d"].map((uuid) => event(uuid));
		seen.enter([event("b")], START);
		const { fresh, known } = seen.enter(events, START + DAY);
		const places = (some: readonly object[]) => some.map((one) => events.indexOf(one as (typeof events)[number]));
		expect([places(fresh), places(known)]).toEqual([
			[0, 2, 4],
			[1, 3],
		]);
	}));

test.each([0, 1, 49, 50, 51, 100, 5_000])("a delivery may have %i events", (count) =>
	inStorage(({ sql }) => {
		const enter = entering(new Seen(sql));
		const uuids = Array.from({ length: count }, (_, at) => `event ${at}`);
		expect(enter(uuids, START)).toEqual(uuids);
		expect(enter([...uuids, "one more"], START + DAY)).toEqual(["one more"]);
	}),
);

test("any text can be a uuid", () =>
	inStorage(({ sql }) => {
		const enter = entering(new Seen(sql));
		const uuids = ["'", '"', "a\u0000b", "a\u0000c", "?1", "%", "\ufffd", "𝒂".repeat(127)];
		expect(enter(uuids, START)).toEqual(uuids);
		expect(enter([...uuids, "a"], START)).toEqual(["a"]);
	}));

test("what was entered is known after a restart", () =>
	inStorage(({ sql }) => {
		entering(new Seen(sql))(["a"], START);
		expect(entering(new Seen(sql))(["a"], START + DAY)).toEqual([]);
	}));

test("a uuid is recognised however many days there are", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		const enter = entering(seen);
		for (let day = 0; day < 91; day++) expect(enter([`day ${day}`], START + day * DAY)).toHaveLength(1);
		const days = [0, 4, 5, 45, 90].map((day) => `day ${day}`);
		expect(enter(days, START + 90 * DAY)).toEqual([]);
		expect(seen.unseen([...days, "day 91"])).toEqual(["day 91"]);
	}));

test.each([
	["in hours", "2039-12-30T20:00:00Z"],
	["with an offset", "2039-12-30T23:59:59.999+14:00"],
	["by a clock that is most of a day ahead", new Date(START + 23 * HOUR).toISOString()],
	["nobody knows when", "yesterday"],
	["long ago", "0001-01-01T00:00:00Z"],
	["long after", "9999-12-31T23:59:59Z"],
])("an event that happened %s is recognised, whatever came with it", (_, published) =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		const odd = { uuid: "odd", published };
		seen.enter([odd], START);
		for (const day of [0, 1]) {
			const now = START + day * DAY;
			expect(seen.enter([event(`${day} before`, now), odd, event(`${day} after`, now)], now).known).toEqual([odd]);
		}
	}),
);

/** An event that comes some time after it happened, the first time and again, by clocks that may be wrong. */
const arrival = fc.record({
	uuid: fc.constantFrom("a", "b", "c"),
	late: fc.integer({ min: -23 * HOUR, max: 7 * DAY }),
	pause: fc.integer({ min: 0, max: 2 * DAY }),
});

test("an event is new once within a week, however late it comes and comes again", () =>
	inStorage(({ sql }) =>
		fc.assert(
			fc.property(fc.array(arrival, { maxLength: 12 }), fc.nat(), (arrivals, run) => {
				const seen = new Seen(sql);
				const model = new Map<string, { readonly published: number; readonly at: number }>();
				// Weeks apart, so that no run meets another's.
				let now = START + (run % 1_000) * 30 * DAY;
				for (const { uuid, late, pause } of arrivals) {
					now += pause;
					const first = model.get(`${uuid}`);
					if (first !== undefined && now - first.at > 7 * DAY) continue;
					const { published } = first ?? { published: now - late };
					const { fresh } = seen.enter([event(`${run} ${uuid}`, published)], now);
					expect(fresh).toHaveLength(first === undefined ? 1 : 0);
					if (first === undefined) model.set(uuid, { published, at: now });
				}
				for (const { name } of sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name GLOB 'seen_*'")) {
					sql.exec(`DELETE FROM ${name}`);
				}
			}),
			{ numRuns: 40 },
		),
	));

test("after a week it is forgotten, unless it may be met again", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		const enter = entering(seen);
		const now = START + 20 * DAY;
		const midnight = (at: number) => Math.floor(at / DAY) * DAY;
		for (let day = 0; day <= 20; day++) enter([`day ${day}`], START + day * DAY);
		seen.prune(now, START + 5 * DAY);
		expect(seen.since(now)).toBe(midnight(START + 5 * DAY));
		expect(enter(["day 5", "day 6", "day 20"], now)).toEqual([]);
		expect(enter(["day 4"], now)).toEqual(["day 4"]);
		seen.prune(now);
		expect(seen.since(now)).toBe(midnight(START + 13 * DAY));
		expect(enter(["day 12"], now)).toEqual(["day 12"]);
	}));

test("what was entered in the last week is recognised, if nothing was", () =>
	inStorage(({ sql }) => {
		expect(new Seen(sql).since(START)).toBe(Math.floor(START / DAY) * DAY - 7 * DAY);
	}));

test("after a week it is forgotten", () =>
	inStorage(({ sql }) => {
		const seen = new Seen(sql);
		const enter = entering(seen);
		enter(["a"], START);
		seen.prune(START + 7 * DAY);
		expect(enter(["a"], START + 7 * DAY)).toEqual([]);
		seen.prune(START + 8 * DAY);
		expect(enter(["a"], START + 8 * DAY)).toEqual(["a"]);
	}));

test("entering costs one row written for each event, looking up and forgetting none", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const seen = new Seen(storage.sql);
		const enter = entering(seen);
		enter(["a"], START);
		written();
		enter(["b"], START);
		expect(written()).toBe(1);
		enter(["b"], START);
		expect(written()).toBe(0);
		enter(["a", "c", "d", "d"], START);
		expect(written()).toBe(2);
		seen.prune(START + 8 * DAY);
		expect(written()).toBe(0);
	}));
