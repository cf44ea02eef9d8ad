import { expect, test } from "vitest";
import { KeyHash } from "../../../src/okta/windows/key-hash.ts";

function hashes(names: readonly (readonly [group: string, key: string])[]): string[] {
	const hash = new KeyHash();
	return names.map(([group, key]) => {
		hash.turnTo(group, key);
		return `${hash.low},${hash.high}`;
	});
}

const KEYS = ["", "\0", "\0\0", "a", "b", "ab", "ba", "abc", "a\0", "\u0100", "\u0001\u0000", "x".repeat(200)];
for (let at = 0; at < 20_000; at++) KEYS.push(`198.51.${at >> 8}.${at & 255}`, `00u${at.toString(36)}`, `idx${at}`);

test("different keys of different groups have different hashes", () => {
	const names = ["like", "trail"].flatMap((group) => KEYS.map((key) => [group, key] as const));
	expect(new Set(hashes(names)).size).toBe(names.length);
});

test("a key of a group has one hash, whatever was asked for in between", () => {
	const [first, , , again] = hashes([
		["like", "a"],
		["like", "b"],
		["trail", "a"],
		["like", "a"],
	]);
	expect(again).toBe(first);
});

test("either half alone tells most keys apart", () => {
	const pairs = hashes(KEYS.map((key) => ["like", key])).map((pair) => pair.split(","));
	for (const half of [0, 1]) {
		expect(new Set(pairs.map((pair) => pair[half])).size).toBeGreaterThan(KEYS.length - 20);
	}
});
