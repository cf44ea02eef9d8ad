import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Series } from "../../../src/okta/windows/series.ts";
import { SeriesArena } from "../../../src/okta/windows/series-arena.ts";

const FIELDS = [[], ["ip"], ["actor", "ip"]] as const;

function contentOf(series: Series | undefined) {
	return series && { fields: series.fields, data: series.data };
}

/** Halves that few keys differ in, so that they contend for slots. */
const hash = fc.record({ low: fc.constantFrom(0, 1, -1, 256), high: fc.constantFrom(0, 7, -7) });

const step = fc.record({
	hash,
	fields: fc.constantFrom(...FIELDS),
	members: fc.array(fc.tuple(fc.bigInt(0n, 30n), fc.bigInt(0n, 9n)), { maxLength: 12 }),
	most: fc.nat({ max: 9 }),
});

test("keeps what a map of series keeps, however they grow and change", () => {
	return fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const arena = new SeriesArena();
			const expected = new Map<string, Series>();
			for (const { hash, fields, members, most } of steps) {
				const name = JSON.stringify(hash);
				const kept = arena.get(hash)?.withFields(fields) ?? new Series(fields);
				const plain = expected.get(name)?.withFields(fields) ?? new Series(fields);
				for (const series of [kept, plain]) {
					for (const [time, id] of members) series.add(BigInt64Array.of(time, id, time * id, id));
					if (series.length > 0) series.keepLatest(most, 2n ** 62n, series.end - 1);
				}
				arena.put(hash, kept);
				expected.set(name, plain);
				for (const [name, plain] of expected) expect(contentOf(arena.get(JSON.parse(name)))).toEqual(contentOf(plain));
			}
			expect(arena.size).toBe(expected.size);
		}),
	);
});

test("finds each of many", () => {
	const arena = new SeriesArena();
	const hashes = Array.from({ length: 5_000 }, (_, at) => ({ low: Math.imul(at, 0x9e3779b1), high: at % 3 }));
	for (const [at, hash] of hashes.entries()) arena.put(hash, new Series([], BigInt64Array.of(BigInt(at), 0n)));
	expect(arena.size).toBe(5_000);
	for (const [at, hash] of hashes.entries()) expect(arena.get(hash)?.time(0)).toBe(BigInt(at));
	expect(arena.get({ low: 0, high: 1 })).toBeUndefined();
});

test("what was changed is kept once it is put", () => {
	const arena = new SeriesArena();
	const hash = { low: 3, high: 4 };
	arena.put(hash, new Series([], BigInt64Array.of(1n, 0n)));
	const changed = arena.get(hash);
	changed?.add(BigInt64Array.of(2n, 0n));
	expect(arena.get(hash)).toHaveLength(1);
	arena.put(hash, changed as Series);
	expect(arena.get(hash)).toHaveLength(2);
});

test("is full with so many series", () => {
	const arena = new SeriesArena();
	for (let low = 0; low < 3; low++) arena.put({ low, high: 0 }, new Series([], BigInt64Array.of(1n, 0n)));
	expect([4, 3, 2].map((most) => arena.isFull(most))).toEqual([false, true, true]);
});
