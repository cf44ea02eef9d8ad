import { expect, test } from "vitest";
import { fingerprint } from "../../../src/okta/windows/fingerprint.ts";

test("different texts have different fingerprints, all of them in 64 bits and none 0", () => {
	const texts = [
		"",
		" ",
		"\0",
		"\0\0",
		"a",
		"b",
		"ab",
		"ba",
		"\u00e9",
		"e\u0301",
		"x".repeat(500),
		`${"x".repeat(499)}y`,
	];
	for (let at = 0; at < 40_000; at++) {
		texts.push(`192.0.${at >> 8}.${at & 255}`, `00u${at.toString(36)}`, `user${at}@acme.example`);
	}
	const prints = new Set(texts.map(fingerprint));
	expect(prints.size).toBe(texts.length);
	for (const print of prints) expect(print !== 0n && BigInt.asIntN(64, print) === print).toBe(true);
});

test("either half alone tells most texts apart", () => {
	const texts = Array.from({ length: 20_000 }, (_, at) => `user${at}@acme.example`);
	const halves = [(print: bigint) => print >> 32n, (print: bigint) => BigInt.asUintN(32, print)];
	for (const half of halves) expect(new Set(texts.map((text) => half(fingerprint(text)))).size).toBeGreaterThan(19_990);
});

test("a text has one fingerprint, from release to release: it is stored", () => {
	expect(["", "198.51.100.23", "Inês"].map(fingerprint)).toMatchInlineSnapshot(`
		[
		  717303148151006838n,
		  -2267926780145942401n,
		  -3585084642582111857n,
		]
	`);
});
