import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { seriesMemory } from "../../src/okta/windows/memory.ts";
import { Series } from "../../src/okta/windows/series.ts";
import { likeGroup, seriesName, trailGroup } from "../../src/okta/windows/series-name.ts";
import { WindowSeries } from "../../src/org/window-series.ts";
import { begin, pass } from "../worker/system.ts";
import { counted, inStorage, reading } from "./storage.ts";

beforeEach(begin);

const integer = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));
const event = fc.record({
	group: fc.constantFrom(likeGroup("x", "y", "actor"), trailGroup("lockout", "user")),
	key: fc.constantFrom("", "a", "b", 'É\u0000 %"]'),
	time: integer,
	id: fc.bigInt(0n, 3n),
	value: integer,
	fields: fc.constantFrom(["ip"], ["actor", "ip"], []),
});

function contentOf(series: Series | undefined) {
	return series && { fields: series.fields, data: series.data };
}

test("storage keeps what memory does, and goes on after a restart", () =>
	inStorage(({ sql }) => {
		return fc.assert(
			fc.property(fc.array(event, { maxLength: 30 }), (events) => {
				sql.exec("DELETE FROM series");
				const memory = seriesMemory();
				for (const { group, key, time, id, value, fields } of events) {
					for (const store of [memory, new WindowSeries(sql)]) {
						const series = store.get(group, key)?.withFields(fields) ?? new Series(fields);
						series.add(BigInt64Array.of(time, id, ...fields.map(() => value)));
						series.keepLatest(5, 2n ** 62n, series.end - 1);
						store.put(group, key, series);
					}
					for (const known of ["", "a", "b", key]) {
						expect(contentOf(new WindowSeries(sql).get(group, known))).toEqual(contentOf(memory.get(group, known)));
					}
				}
			}),
			{ numRuns: 60 },
		);
	}));

const GROUP = likeGroup("user.session.start", "FAILURE", "ip");
const some = new Series(["ip"], BigInt64Array.of(1n, 2n, 3n));

test("an event more in a series costs one row written", () =>
	inStorage(({ sql }) => {
		new WindowSeries(sql).put(GROUP, "a", some);
		expect(sql.exec("INSERT OR REPLACE INTO series SELECT * FROM series").rowsWritten).toBe(1);
		expect(sql.exec("SELECT 1 FROM series").toArray()).toHaveLength(1);
	}));

describe("what is put together", () => {
	const more = new Series(["ip"], BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n));

	test("is found at once, and written once for each series", () =>
		inStorage((real) => {
			const { storage, written } = counted(real);
			const store = new WindowSeries(storage.sql);
			store.together(() => {
				for (const series of [some, more]) {
					for (const name of ["a", "b"]) store.put(GROUP, name, series);
					expect(store.get(GROUP, "a")).toEqual(series);
				}
				expect(written()).toBe(0);
			});
			expect(written()).toBe(2);
			for (const known of [store, new WindowSeries(real.sql)]) {
				expect([known.get(GROUP, "a"), known.get(GROUP, "b"), known.get(GROUP, "c")]).toEqual([more, more, undefined]);
			}
		}));

	test("is held back up to a limit only, and read again beyond it", () =>
		inStorage(({ sql }) => {
			const store = new WindowSeries(sql);
			const names = Array.from({ length: 450 }, (_, at) => `series ${at}`);
			store.together(() => {
				for (const name of names) store.put(GROUP, name, some);
				expect(new WindowSeries(sql).get(GROUP, "series 399")).toEqual(some);
				expect(new WindowSeries(sql).get(GROUP, "series 400")).toBeUndefined();
				expect(names.map((name) => store.get(GROUP, name))).toEqual(names.map(() => some));
			});
			expect(names.map((name) => new WindowSeries(sql).get(GROUP, name))).toEqual(names.map(() => some));
		}));

	test("is forgotten when a step throws, as what was written before is rolled back", () =>
		inStorage((storage) => {
			const store = new WindowSeries(storage.sql);
			store.put(GROUP, "a", some);
			const fail = () =>
				storage.transactionSync(() =>
					store.together(() => {
						for (let at = 0; at < 250; at++) store.put(GROUP, `series ${at}`, some);
						store.put(GROUP, "a", more);
						throw new Error("the disk is full");
					}),
				);
			expect(fail).toThrow("the disk is full");
			for (const known of [store, new WindowSeries(storage.sql)]) {
				expect([known.get(GROUP, "a"), known.get(GROUP, "series 0"), known.get(GROUP, "series 249")]).toEqual([
					some,
					undefined,
					undefined,
				]);
			}
		}));
});

test("series that nothing was entered into for long are forgotten, some at a time", () =>
	inStorage(({ sql }) => {
		const store = new WindowSeries(sql);
		for (const name of ["a", "b", "c", "d", "e"]) store.put(GROUP, name, some);
		pass(60_000);
		store.put(GROUP, "c", some);
		const before = Date.now() - 1_000;
		expect(store.prune(before, 3)).toBe(true);
		expect(store.prune(before, 3)).toBe(false);
		expect(sql.exec("SELECT name FROM series").toArray()).toEqual([{ name: seriesName(GROUP, "c") }]);
	}));

test("of too many series those used least recently are forgotten", () =>
	inStorage(({ sql }) => {
		const store = new WindowSeries(sql, 2);
		for (const name of ["a", "b", "c", "d", "a"]) {
			store.put(GROUP, name, some);
			pass(1_000);
		}
		while (store.prune(0, 1));
		expect(sql.exec("SELECT name FROM series ORDER BY name").toArray()).toEqual(
			["a", "d"].map((key) => ({ name: seriesName(GROUP, key) })),
		);
	}));

test("forgetting some of many does not read all the others, and finding none to forget reads each twice", () =>
	inStorage(({ sql: real }) => {
		const { sql, read } = reading(real);
		const store = new WindowSeries(sql);
		for (let at = 0; at < 1_000; at++) store.put(GROUP, `series ${at}`, some);
		const before = read();
		expect(store.prune(Date.now() + 1, 100)).toBe(true);
		const forgetting = read() - before;
		expect(store.prune(Date.now(), 100)).toBe(false);
		const finding = read() - before - forgetting;
		expect(forgetting).toBeLessThan(1_000);
		expect(finding).toBeLessThan(2.1 * 900);
	}));
