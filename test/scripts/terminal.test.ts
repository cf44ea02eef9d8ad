import { expect, test } from "vitest";
import { visible } from "../../scripts/terminal.ts";

test.each([
	["plain text and accents", "Zoë Müller — Lisbon", "Zoë Müller — Lisbon"],
	["an escape sequence loses what makes it one", "\u001b[31mred\u001b[0m", "[31mred[0m"],
	["line ends", "one\r\ntwo\u2028three\u2029four\u0085five", "onetwothreefourfive"],
	["backspace, bell, null, delete", "a\b\u0007\0\u007fb", "ab"],
	["marks that reorder text", "user \u202etxt.exe\u2066\u2069\u200f", "user txt.exe"],
	["marks that show nothing", "ad\u200bmin\ufeff\u00ad", "admin"],
	["half a character", "a\ud800b", "ab"],
	["a whole one beyond the first plane", "key 🔑", "key 🔑"],
])("visible: %s", (_, text, shown) => {
	expect(visible(text)).toBe(shown);
});
