import * as fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { seriesMemory } from "../../src/okta/windows/memory.ts";
import { Series } from "../../src/okta/windows/series.ts";
import { WindowSeries } from "../../src/org/window-series.ts";
import { begin, pass } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const integer = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));
const event = fc.record({
	name: fc.constantFrom("", "a", "b", '["like","x","y","actor","É\\u0000 %"]'),
	time: integer,
	id: fc.bigInt(0n, 3n),
	value: integer,
	fields: fc.constantFrom(["ip"], ["actor", "ip"], []),
});

test("storage keeps what memory does, and goes on after a restart", () =>
	inStorage(({ sql }) => {
		return fc.assert(
			fc.property(fc.array(event, { maxLength: 30 }), (events) => {
				sql.exec("DELETE FROM series");
				const memory = seriesMemory();
				for (const { name, time, id, value, fields } of events) {
					for (const store of [memory, new WindowSeries(sql)]) {
						const before = store.get(name)?.withFields(fields) ?? new Series(fields);
						store.put(name, before.with({ time, id, values: fields.map(() => value) }).series.latest(5, -9n));
					}
					for (const known of ["", "a", "b", name]) {
						expect(new WindowSeries(sql).get(known)).toEqual(memory.get(known));
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
