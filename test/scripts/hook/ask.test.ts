import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { askSecret, confirm, type Terminal } from "../../../scripts/hook/ask.ts";

/** A terminal at which somebody types; `shown` is what it showed. */
function terminal(typed: string, isTTY = true) {
	const input = Object.assign(new PassThrough(), { isTTY });
	const output = Object.assign(new PassThrough(), { isTTY });
	let shown = "";
	output.on("data", (chunk) => {
		shown += chunk;
	});
	input.write(typed);
	return { at: { input, output } satisfies Terminal, input, shown: () => shown };
}

describe("a secret that is asked for", () => {
	test("is what was typed, without blanks around it, and is not shown", async () => {
		const { at, shown } = terminal(" top secret \n");
		expect(await askSecret("The secret", "OKTA_HOOK_SECRET", at)).toBe("top secret");
		expect(shown()).toBe("The secret: \n");
	});

	test("may be corrected while it is typed", async () => {
		const { at } = terminal("secrex\x7ft\r");
		expect(await askSecret("The secret", "OKTA_HOOK_SECRET", at)).toBe("secret");
	});

	test.each([
		["Ctrl-C", "half a sec\x03"],
		["Ctrl-D", "\x04"],
	])("is none after %s", async (_, typed) => {
		const { at, shown } = terminal(typed);
		await expect(askSecret("The secret", "OKTA_HOOK_SECRET", at)).rejects.toThrow("Stopped.");
		expect(shown()).not.toContain("half");
	});

	test("is told to be set where nobody can be asked", async () => {
		const { at, shown } = terminal("", false);
		const asked = askSecret("The secret", "OKTA_HOOK_SECRET", at);
		await expect(asked).rejects.toThrow("The secret is needed: set OKTA_HOOK_SECRET.");
		expect(shown()).toBe("");
	});
});

describe("a question", () => {
	test.each([
		["y\n", true],
		["Yes\n", true],
		["\n", false],
		["no\n", false],
		["yes please\n", false],
	])("answered with %j is %s", async (typed, answer) => {
		const { at, shown } = terminal(typed);
		expect(await confirm("Delete \x1b[2Jthem?", at)).toBe(answer);
		expect(shown()).toContain("Delete [2Jthem? [y/N]");
	});

	test("that gets no answer is not taken for yes", async () => {
		const { at, input } = terminal("");
		input.end();
		await expect(confirm("Delete them?", at)).rejects.toThrow("Stopped.");
	});

	test("is an error where nobody can be asked", async () => {
		const asked = confirm("Delete them?", terminal("", false).at);
		await expect(asked).rejects.toThrow("Delete them? Nobody is there to ask: add --yes.");
	});
});
