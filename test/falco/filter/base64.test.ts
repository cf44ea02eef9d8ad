import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64 } from "../../../src/falco/filter/base64.ts";

test("decodes what any encoder writes, with its padding or without", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
			const encoded = Buffer.from(bytes).toString("base64");
			const text = Buffer.from(bytes).toString("latin1");
			expect(decodeBase64(encoded)).toBe(text);
			expect(decodeBase64(encoded.replace(/=+$/, ""))).toBe(text);
		}),
	);
});

test.each([
	["", ""],
	["Zm9v", "foo"],
	["Zm8=", "fo"],
	["Zm8==", "fo"],
	["Zg=", "f"],
	["=", ""],
	["/+8=", "\xff\xef"],
	["Zg===", undefined],
	["Z", undefined],
	["Zm9vZ", undefined],
	["Zh==", undefined],
	["Zm9=", undefined],
	["Zm 9v", undefined],
	["Zm9v\n", undefined],
	["_-8=", undefined],
	["Zm=9v", undefined],
])("%j → %j", (encoded, decoded) => expect(decodeBase64(encoded)).toBe(decoded));
