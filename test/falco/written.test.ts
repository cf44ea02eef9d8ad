import { expect, test } from "vitest";
import { toBytes, toText } from "../../src/falco/bytes.ts";
import { followed, joined, written } from "../../src/falco/written.ts";

const TEXTS = [
	"",
	"plain text ~ {}",
	'a "quoted" \\ text',
	"two\nlines\t\u007f",
	"Größe €, 🚪",
	"\u2028",
	"\ud800 half",
];

test.each(TEXTS)("%j is text, and what stands between the quotes of its JSON", (text) => {
	const wellFormed = toText(toBytes(text));
	expect(written(toBytes(text))).toEqual({ text: wellFormed, json: JSON.stringify(wellFormed).slice(1, -1) });
});

test("one after the other they are the text's that both make", () => {
	for (const one of TEXTS) {
		for (const other of TEXTS) {
			expect(followed(written(toBytes(one)), written(toBytes(other)))).toEqual(written(toBytes(one) + toBytes(other)));
		}
	}
});

test("pieces of it together are their text's, those among the fields too", () => {
	for (const one of TEXTS) {
		for (const other of TEXTS) {
			const pieces = [written(toBytes(one)), written(": "), 1];
			expect(joined(pieces, [written("not this"), written(toBytes(other))])).toEqual(
				written(toBytes(`${toText(toBytes(one))}: ${other}`)),
			);
		}
	}
	expect(joined([], [])).toEqual(written(""));
});
