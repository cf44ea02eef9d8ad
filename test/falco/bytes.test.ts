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

	test("agrees with a UTF-8 decoder wherever the bytes are well-formed", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
				const text = toText(latin1(bytes));
				expect(text.includes("\ufffd")).toBe(new TextDecoder().decode(bytes).includes("\ufffd"));
			}),
		);
	});

	test.each([
		["a stray continuation byte", "a\x80b", "a\ufffdb"],
		["a truncated sequence, byte by byte", "\xe2\x82", "\ufffd\ufffd"],
		["an overlong form", "\xc0\xaf", "\ufffd\ufffd"],
		["an encoded surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"],
		["past U+10FFFF", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"],
	])("replaces %s", (_, bytes, text) => expect(toText(bytes)).toBe(text));
});
