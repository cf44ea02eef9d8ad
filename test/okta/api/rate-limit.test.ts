import { expect, test } from "vitest";
import { resetTime } from "../../../src/okta/api/rate-limit.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 15, 30);
const SECONDS = NOW / 1_000;

test.each([
	[
		"Okta's reset, by Okta's clock",
		{ "x-rate-limit-reset": `${SECONDS + 320}`, date: "Mon, 02 Mar 2026 09:20:30 GMT" },
		21_000,
	],
	["Okta's reset, where it does not tell its time", { "x-rate-limit-reset": `${SECONDS + 20}` }, 21_000],
	["no time at all, when the reset has passed", { "x-rate-limit-reset": `${SECONDS - 20}` }, 1_000],
	["Retry-After, where there is no reset", { "retry-after": "7" }, 8_000],
	["a minute, where Okta says nothing", {}, 60_000],
	["a minute, where Okta says nonsense", { "x-rate-limit-reset": "soon", "retry-after": "soon" }, 60_000],
])("waits for %s", (_, headers, wait) => {
	expect(resetTime(new Headers(headers as Record<string, string>), NOW) - NOW).toBe(wait);
});
