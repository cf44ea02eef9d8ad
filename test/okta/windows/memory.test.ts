import { describe, expect, test } from "vitest";
import { seriesMemory } from "../../../src/okta/windows/memory.ts";
import { Series } from "../../../src/okta/windows/series.ts";

const of = (time: bigint) => new Series([], BigInt64Array.of(time, 0n));

describe("seriesMemory", () => {
	test("keeps series by group and key", () => {
		const memory = seriesMemory();
		memory.put("like", "a", of(1n));
		memory.put("like", "b", of(2n));
		memory.put("trail", "a", of(3n));
		const time = (group: string, key: string) => memory.get(group, key)?.time(0);
		expect([time("like", "a"), time("like", "b"), time("trail", "a"), time("trail", "b"), time("other", "a")]).toEqual([
			...[1n, 2n, 3n],
			...[undefined, undefined],
		]);
	});

	test("takes what was read and changed", () => {
		const memory = seriesMemory();
		memory.put("like", "a", of(1n));
		const series = memory.get("like", "a") as Series;
		series.add(BigInt64Array.of(2n, 0n));
		memory.put("like", "a", series);
		expect(memory.get("like", "a")?.data).toEqual(BigInt64Array.of(1n, 0n, 2n, 0n));
	});

	test("forgets what was not used, and not what was", () => {
		const memory = seriesMemory(6);
		const isKept = (key: string) => memory.get("like", key) !== undefined;
		for (const key of ["a", "b", "c", "d"]) memory.put("like", key, of(1n));
		expect(isKept("a")).toBe(true);
		memory.put("like", "a", of(2n));
		for (const key of ["e", "f"]) memory.put("like", key, of(1n));
		expect(["b", "c"].map(isKept)).toEqual([false, false]);
		expect(memory.get("like", "a")?.time(0)).toBe(2n);
	});

	test("a series that is used while there is no room for another takes no room", () => {
		const memory = seriesMemory(4);
		for (const key of ["a", "b"]) memory.put("like", key, of(1n));
		for (let time = 2n; time < 50n; time++) memory.put("like", "b", of(time));
		expect(memory.get("like", "a")?.time(0)).toBe(1n);
	});

	test("does not take one group for another when there were more of them than series are kept", () => {
		const memory = seriesMemory(4);
		for (let group = 0; group < 50; group++) {
			memory.put(`${group}`, "a", of(BigInt(group)));
			for (let other = 0; other < 50; other++) {
				expect([undefined, BigInt(other)]).toContain(memory.get(`${other}`, "a")?.time(0));
			}
			expect(memory.get(`${group}`, "a")?.time(0)).toBe(BigInt(group));
		}
	});
});
