import { describe, expect, test } from "vitest";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";

const ALL = -(2n ** 70n);

describe("mfaMemory", () => {
	test("counts what is later, and not what is as late", () => {
		const history = mfaMemory();
		for (const time of [10n, 20n, 30n]) history.record("failure", "00u1", time);
		expect([9n, 10n, 29n, 30n].map((after) => history.count("failure", "00u1", after))).toEqual([3n, 2n, 1n, 0n]);
	});

	test("takes kinds and actors apart, whatever an id holds", () => {
		const history = mfaMemory();
		history.record("failure", "deny:00u1", 1n);
		history.record("deny", "00u1", 2n);
		expect(history.count("deny", "00u1", ALL)).toBe(1n);
		expect(history.count("failure", "00u1", ALL)).toBe(0n);
		expect(history.count("failure", "", ALL)).toBe(0n);
	});

	test.each([
		["in order", [100n, 200n, 300n, 400n]],
		["backwards", [400n, 300n, 200n, 100n]],
		["in any order and again", [400n, 100n, 200n, 100n, 300n, 200n]],
	])("keeps the latest times of an actor, whatever order they come in: %s", (_, times) => {
		const history = mfaMemory({ timestampsPerActor: 3, expirySeconds: 60 });
		for (const time of times) history.record("deny", "00u1", time);
		expect([ALL, 200n, 300n, 400n].map((after) => history.count("deny", "00u1", after))).toEqual([3n, 2n, 1n, 0n]);
	});

	test("keeps 200 times unless told otherwise", () => {
		const history = mfaMemory();
		for (let time = 0n; time < 260n; time++) history.record("failure", "00u1", time);
		expect(history.count("failure", "00u1", ALL)).toBe(200n);
	});

	test("forgets an actor so long after the last record, by its own clock", () => {
		let now = 1_000_000;
		const history = mfaMemory({ timestampsPerActor: 200, expirySeconds: 60 }, () => now);
		history.record("failure", "00u1", 1n);
		now += 60_000;
		history.record("failure", "00u1", 2n);
		now += 60_000;
		expect(history.count("failure", "00u1", ALL)).toBe(2n);
		now += 1;
		expect(history.count("failure", "00u1", ALL)).toBe(0n);
		history.record("failure", "00u1", 3n);
		expect(history.count("failure", "00u1", ALL)).toBe(1n);
	});
});
