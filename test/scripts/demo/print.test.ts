import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { visible } from "../../../scripts/demo/print.ts";

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

const PRINT = join(import.meta.dirname, "../../../scripts/demo/print.ts");
const OUTPUT = "14:22:07.000000000: Warning Repeated MFA failures (user=Mal\u001b[2Jlory)";

/** What a process of its own prints of an alert, stdout being a pipe. */
function printed(environment: Record<string, string>): string {
	const alert = JSON.stringify({ priority: "Warning", output: OUTPUT });
	const script = `import { printAlert } from ${JSON.stringify(PRINT)}; printAlert(${alert});`;
	const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
	return execFileSync("node", ["--input-type=module", "--eval", script], {
		env: { ...env, ...environment },
		encoding: "utf8",
	});
}

test("an alert is its output line, without colours where there is no terminal", () => {
	expect(printed({})).toBe("14:22:07.000000000: Warning Repeated MFA failures (user=Mal[2Jlory)\n");
});

test("colours can be forced, and say how urgent it is", () => {
	expect(printed({ FORCE_COLOR: "1" })).toBe(
		"\u001b[33m14:22:07.000000000: Warning Repeated MFA failures (user=Mal[2Jlory)\u001b[39m\n",
	);
});
