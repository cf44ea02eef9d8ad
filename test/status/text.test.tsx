import { expect, test } from "vitest";
import { Lines, Text, visible, Words } from "../../src/status/text.tsx";

const chip = (name: string) => `<span class="unseen">${name}</span>`;

test.each([
	["markup", `<b title="x">&amp;'`, "&lt;b title=&quot;x&quot;&gt;&amp;amp;&#39;"],
	["marks that reorder text", "a\u202egnp.exe\u2066", `a${chip("U+202E")}gnp.exe${chip("U+2066")}`],
	["controls", "a\u0000\u001b[31m\u0085", `a${chip("U+0000")}${chip("U+001B")}[31m${chip("U+0085")}`],
	["line ends", "a\r\nb\u2028", `a${chip("U+000D")}${chip("U+000A")}b${chip("U+2028")}`],
	["what has no width", "a\u200b\u00ad\ufeff", `a${chip("U+200B")}${chip("U+00AD")}${chip("U+FEFF")}`],
	["fillers", "\u3164", chip("U+3164")],
	["half a character", "a\ud800b", `a${chip("U+D800")}b`],
	["tags beyond the first plane", "\u{e0041}", chip("U+E0041")],
	["the same many times over", "\n".repeat(10_000), chip("U+000A × 10000")],
	[
		"more marks on a letter than any script has",
		`a${"\u0489".repeat(10_000)}`,
		`a${"\u0489".repeat(7)}${chip("U+0489 × 9993")}`,
	],
	["letters of any script, emoji and their joiners", "Zoë 李 עברית 👩‍💻 می‌خواهم", "Zoë 李 עברית 👩‍💻 می‌خواهم"],
])("text is isolated, and what does not show is named: %s", (_, value, inner) => {
	expect(String(<Text value={value} />).replaceAll('<span class="unseen"></span>', "")).toBe(`<bdi>${inner}</bdi>`);
});

test("a long text can be cut, though not within a character", () => {
	expect(String(<Text value="abcdef" most={3} />)).toBe("<bdi>abc…</bdi>");
	expect(String(<Text value="ab😀" most={3} />)).toBe("<bdi>ab…</bdi>");
	expect(String(<Text value="abc" most={3} />)).toBe("<bdi>abc</bdi>");
});

test("where there can be no elements it is the same as words", () => {
	expect(visible("a\u202e\u202eb\n")).toBe("aU+202E × 2bU+000A");
	expect(visible("plain")).toBe("plain");
});

test("lines stay lines", () => {
	expect(String(<Lines value={"a\n\tb\u202e"} />)).toBe(`<bdi>a\n${chip("U+0009")}b${chip("U+202E")}</bdi>`);
});

test("our own words have commands and times in them", () => {
	expect(String(<Words text="Since 2026-03-04T09:15:30.000Z: run `npm run x`." />)).toBe(
		'<bdi>Since </bdi><time datetime="2026-03-04T09:15:30.000Z">2026-03-04 09:15:30 UTC</time><bdi>: run </bdi>' +
			"<code><bdi>npm run x</bdi></code><bdi>.</bdi>",
	);
});
