import { expect, test } from "vitest";
import { KeyHash } from "../../../src/okta/windows/key-hash.ts";

function hashes(names: readonly (readonly [seed: number, key: string])[]): string[] {
	const hash = new KeyHash();
	return names.map(([seed, key]) => {
		hash.turnTo(seed, key);
		return `${hash.low},${hash.high}`;
	});
}

const KEYS = ["", "\0", "\0\0", "a", "b", "ab", "ba", "abc", "a\0", "\u0100", "\u0001\u0000", "x".repeat(200)];
for (let at = 0; at < 20_000; at++) KEYS.push(`198.51.${at >> 8}.${at & 255}`, `00u${at.toString(36)}`, `idx${at}`);

test("different keys have different hashes, and so has a key with different seeds", () => {
	const names = [0, 1].flatMap((seed) => KEYS.map((key) => [seed, key] as const));
	expect(new Set(hashes(names)).size).toBe(names.length);
});

test("a key has one hash, whatever was asked for in between", () => {
	const [first, , , again] = hashes([
		[0, "a"],
		[0, "b"],
		[1, "a"],
		[0, "a"],
	]);
	expect(again).toBe(first);
});

test("either half alone tells most keys apart", () => {
	const pairs = hashes(KEYS.map((key) => [0, key])).map((pair) => pair.split(","));
	for (const half of [0, 1]) {
		expect(new Set(pairs.map((pair) => pair[half])).size).toBeGreaterThan(KEYS.length - 20);
	}
});
