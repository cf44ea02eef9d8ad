import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inert } from "../../src/falcosidekick/inert.ts";

const ORDINARY = `{"hostname":"acme.okta.com","output":"09:15:30.123000000: Notice Inês \\"Ines\\" (city=<NA>, agent=Mozilla/5.0 (X11; Linux x86_64), mail=all@here.example, path=C:\\\\new, 1 > 0)","output_fields":{"evt.time":1772442930123000000,"okta.client.geo.city":null,"okta.client.geo.lat":38.70,"okta.target.user.id[0]":"<NA>"},"priority":"Notice","rule":"Sign-in","source":"okta","tags":["okta"],"time":"2026-03-02T09:15:30.123000000Z"}`;

test("an ordinary alert stays as it is, to the byte", () => {
	expect(inert(ORDINARY)).toBe(ORDINARY);
});

test("around a harmful text everything else stays, numbers that no double holds among it", () => {
	const harmful = ORDINARY.replace("Inês", "<!channel>");
	expect(inert(harmful)).toBe(ORDINARY.replace("Inês", "‹!channel>"));
});

describe("text", () => {
	test.each([
		["a call to a channel", "<!channel> hi", "‹!channel> hi"],
		["a call to all who are there", "<!here|now>", "‹!here|now>"],
		["a call to a group", "<!subteam^S0123ABCD>", "‹!subteam^S0123ABCD>"],
		["a mention of a user", "<@U0123ABCD>", "‹@U0123ABCD>"],
		["a mention of a channel", "<#C0123ABCD|general>", "‹#C0123ABCD|general>"],
		[
			"a link that hides where it leads",
			"<https://evil.example|https://acme.okta.com>",
			"‹https://evil.example|https://acme.okta.com>",
		],
		["a mail link", "<mailto:a@evil.example|help>", "‹mailto:a@evil.example|help>"],
		["a tag", "<img src=x>", "‹img src=x>"],
		["a bracket within a bracket", "<<!channel>>", "‹‹!channel>>"],
		["a bracket that hides behind an invisible mark", "<\u200b!channel>", "‹!channel>"],
		["Falco's own sign for no value", "<NA>", "<NA>"],
		["what only looks like it", "<NA|x>", "‹NA|x>"],
		["a bare call to everybody", "@everyone and @Here, @all", "＠everyone and ＠Here, ＠all"],
		["a call with a mark in it that shows nothing", "@\u2060channel @\u202ehere", "＠channel ＠here"],
		[
			"a call behind a sign that chat programs look past",
			"-@all _@here .@channel +@everyone",
			"-＠all _＠here .＠channel +＠everyone",
		],
		["a call before one", "@all_ @here- @channel.", "＠all_ ＠here- ＠channel."],
		["a call within what looks like an address", "x.@all.example y-@here", "x.＠all.example y-＠here"],
		["an e-mail address", "all@here.example, 7@all.example", "all@here.example, 7@all.example"],
		["a name that only begins like everybody's", "@allison @hereford", "@allison @hereford"],
		["line ends", "one\r\ntwo\nthree\u2028four", "one two three four"],
		["other control characters", "a\u0000b\u001b[31mc\u0085d\te", "a b [31mc d e"],
		["marks that reorder", "exe.\u202etxt\u2066 \u2069\u200f", "exe.txt "],
		["marks that show nothing", "ad\u200bmin\ufeff\u00ad\u{e0041}", "admin"],
		["joiners, which words and pictures are made with", "نمی\u200cدانم 👩\u200d💻", "نمی\u200cدانم 👩\u200d💻"],
		["half a character", "a\ud800b", "a\ufffdb"],
		["backslashes, quotes and what looks like an escape", 'C:\\new "x" \\u003c', 'C:\\new "x" \\u003c'],
	])("%s", (_, text, expected) => {
		const alert = (value: string) =>
			JSON.stringify({ output: value, output_fields: { "okta.actor.name": value, n: 1 } });
		expect(JSON.parse(inert(alert(text)))).toEqual(JSON.parse(alert(expected)));
		expect(inert(inert(alert(text)))).toBe(inert(alert(text)));
	});
});

test("a bracket that stands in the JSON as an escape is found as well", () => {
	expect(inert('{"output":"\\u003c!channel>"}')).toBe('{"output":"‹!channel>"}');
});

test("whatever text there is, nothing is left to obey, and all else stays", () => {
	const pieces = fc.constantFrom(
		"<",
		">",
		"!",
		"@",
		"channel",
		"here",
		"NA",
		"\n",
		"\u200b",
		"\u202e",
		"\\",
		'"',
		"|",
		" ",
	);
	const text = fc.string({ unit: fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 1 })), maxLength: 12 });
	const alert = fc.record({
		output: text,
		output_fields: fc.dictionary(text, fc.oneof(text, fc.double(), fc.constant(null))),
	});
	fc.assert(
		fc.property(alert, (given) => {
			const sent = inert(JSON.stringify(given));
			const { output, output_fields: fields } = JSON.parse(sent);
			for (const text of [output, ...Object.keys(fields), ...Object.values(fields)].map(String)) {
				expect(text).not.toMatch(
					/<(?!NA>)|[\p{Cc}\p{Cs}\u200b\u202e]|(?<![a-z0-9])@(channel|here|everyone|all)(?![a-z0-9])/iu,
				);
			}
			expect(inert(sent)).toBe(sent);
		}),
		{ numRuns: 2_000 },
	);
});
