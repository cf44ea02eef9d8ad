import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes, toText } from "../../src/falco/bytes.ts";

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const anyString = fc.string({ unit: "binary", maxLength: 40 });

describe("toBytes", () => {
	test("gives the UTF-8 bytes of any text", () => {
		fc.assert(
			fc.property(anyString, (text) => {
				expect(toBytes(text)).toBe(latin1(new TextEncoder().encode(text)));
			}),
		);
	});

	test("a lone surrogate becomes U+FFFD", () => {
		expect(toBytes("a\ud800b")).toBe("a\xef\xbf\xbdb");
	});
});

describe("toText", () => {
	test("gives back any well-formed text", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (text) => {
				expect(toText(toBytes(text))).toBe(text.toWellFormed());
			}),
		);
	});

	test("agrees with a UTF-8 decoder on any bytes", () => {
		const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
		const awkward = fc.constantFrom(0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0x41);
		fc.assert(
			fc.property(fc.array(fc.oneof(awkward, fc.nat(255)), { maxLength: 8 }), (bytes) => {
				expect(toText(String.fromCharCode(...bytes))).toBe(decoder.decode(Uint8Array.from(bytes)));
			}),
			{ numRuns: 2000 },
		);
	});

	test.each([
		["a stray continuation byte", "a\x80b", "a\ufffdb"],
		["a truncated sequence as one", "\xe2\x82|\xf0\x9f\x98", "\ufffd|\ufffd"],
		["an overlong form", "\xc0\xaf", "\ufffd\ufffd"],
		["an encoded surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"],
		["past U+10FFFF", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"],
	])("replaces %s", (_, bytes, text) => expect(toText(bytes)).toBe(text));
});
