import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
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

describe("where nobody reads what is written", () => {
	const PROGRAM = `
		import * as terminal from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../scripts/terminal.ts")).href)};
		import { setTimeout } from "node:timers/promises";
		terminal[process.argv[1]]();
		process.exitCode = 3;
		for (let line = 0; line < 4; line++) {
			process.stdout.write("a line\\n");
			await setTimeout(20);
		}
		process.stderr.write("done");
	`;

	test.each([
		["endWithOutput", ""],
		["goOnWithoutOutput", "done"],
	])("%s: a process comes to its end, or to the end of its work", async (name, said) => {
		const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM, name], { stdio: "pipe" });
		child.stdout.destroy();
		const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
		expect([status, stderr]).toEqual([3, said]);
	});
});
