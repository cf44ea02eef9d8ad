import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/okta/authenticate.ts";

const CURRENT = "Basic b2t0YTpzZWNyZXQtb25l";
const PREVIOUS = "a previous secret, ünïcode";

describe("authenticate", () => {
	test.each([
		["the secret", CURRENT, [CURRENT]],
		["the current of two", CURRENT, [CURRENT, PREVIOUS]],
		["the previous of two", PREVIOUS, [CURRENT, PREVIOUS]],
		["a secret configured with a line end", CURRENT, [`${CURRENT}\n`]],
		["the same secret twice", CURRENT, [CURRENT, CURRENT]],
		["a secret beside one that is not set", CURRENT, ["", CURRENT]],
	])("lets %s in", async (_, value, secrets) => {
		expect(await authenticate(value, secrets)).toBe(true);
	});

	test.each([
		["another value", "Basic b2t0YTpzZWNyZXQtdHdv", [CURRENT]],
		["a beginning of the secret", CURRENT.slice(0, -1), [CURRENT]],
		["the secret and more", `${CURRENT}=`, [CURRENT]],
		["the secret without its scheme", CURRENT.replace("Basic ", ""), [CURRENT]],
		["the secret in another case", CURRENT.toLowerCase(), [CURRENT]],
		["no header", undefined, [CURRENT]],
		["no header, as fetch says it", null, [CURRENT]],
		["an empty header", "", [CURRENT]],
		["an empty header where a secret is empty", "", ["", " "]],
		["no header where a secret is empty", null, [""]],
		["anything where no secret is configured", CURRENT, []],
		["two secrets joined as headers are", `${CURRENT}, ${PREVIOUS}`, [CURRENT, PREVIOUS]],
	])("keeps %s out", async (_, value, secrets) => {
		expect(await authenticate(value, secrets)).toBe(false);
	});

	test("compares the whole of a digest: among thousands of values some share a byte of it", async () => {
		const values = Array.from({ length: 3000 }, (_, index) => `Basic ${index}`);
		const admitted = await Promise.all(values.map((value) => authenticate(value, [CURRENT])));
		expect(admitted).not.toContain(true);
	});
});
