import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { seriesMemory } from "../../src/okta/windows/memory.ts";
import { Series } from "../../src/okta/windows/series.ts";
import { WindowSeries } from "../../src/org/window-series.ts";
import { begin, pass } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const integer = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));
const event = fc.record({
	name: fc.constantFrom("", "a", "b", '["like","x","y","actor","É\\u0000 %"]'),
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
				for (const { name, time, id, value, fields } of events) {
					for (const store of [memory, new WindowSeries(sql)]) {
						const series = store.get(name)?.withFields(fields) ?? new Series(fields);
						series.add({ time, id, values: fields.map(() => value) });
						series.keepLatest(5, -9n);
						store.put(name, series);
					}
					for (const known of ["", "a", "b", name]) {
						expect(contentOf(new WindowSeries(sql).get(known))).toEqual(contentOf(memory.get(known)));
					}
				}
			}),
			{ numRuns: 60 },
		);
	}));

const some = new Series(["ip"], BigInt64Array.of(1n, 2n, 3n));

test("an event more in a series costs one row written", () =>
	inStorage(({ sql }) => {
		new WindowSeries(sql).put("a", some);
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
					for (const name of ["a", "b"]) store.put(name, series);
					expect(store.get("a")).toEqual(series);
				}
				expect(written()).toBe(0);
			});
			expect(written()).toBe(2);
			for (const known of [store, new WindowSeries(real.sql)]) {
				expect([known.get("a"), known.get("b"), known.get("c")]).toEqual([more, more, undefined]);
			}
		}));

	test("is held back up to a limit only, and read again beyond it", () =>
		inStorage(({ sql }) => {
			const store = new WindowSeries(sql);
			const names = Array.from({ length: 450 }, (_, at) => `series ${at}`);
			store.together(() => {
				for (const name of names) store.put(name, some);
				expect(new WindowSeries(sql).get("series 399")).toEqual(some);
				expect(new WindowSeries(sql).get("series 400")).toBeUndefined();
				expect(names.map((name) => store.get(name))).toEqual(names.map(() => some));
			});
			expect(names.map((name) => new WindowSeries(sql).get(name))).toEqual(names.map(() => some));
		}));

	test("is forgotten when a step throws, as what was written before is rolled back", () =>
		inStorage((storage) => {
			const store = new WindowSeries(storage.sql);
			store.put("a", some);
			const fail = () =>
				storage.transactionSync(() =>
					store.together(() => {
						for (let at = 0; at < 250; at++) store.put(`series ${at}`, some);
						store.put("a", more);
						throw new Error("the disk is full");
					}),
				);
			expect(fail).toThrow("the disk is full");
			for (const known of [store, new WindowSeries(storage.sql)]) {
				expect([known.get("a"), known.get("series 0"), known.get("series 249")]).toEqual([some, undefined, undefined]);
			}
		}));
});

test("series that nothing was entered into for long are forgotten, some at a time", () =>
	inStorage(({ sql }) => {
		const store = new WindowSeries(sql);
		for (const name of ["a", "b", "c", "d", "e"]) store.put(name, some);
		pass(60_000);
		store.put("c", some);
		const before = Date.now() - 1_000;
		expect(store.prune(before, 3)).toBe(true);
		expect(store.prune(before, 3)).toBe(false);
		expect(sql.exec("SELECT name FROM series").toArray()).toEqual([{ name: "c" }]);
	}));

test("of too many series those used least recently are forgotten", () =>
	inStorage(({ sql }) => {
		const store = new WindowSeries(sql, 2);
		for (const name of ["a", "b", "c", "d", "a"]) {
			store.put(name, some);
			pass(1_000);
		}
		while (store.prune(0, 1));
		expect(sql.exec("SELECT name FROM series ORDER BY name").toArray()).toEqual([{ name: "a" }, { name: "d" }]);
	}));
