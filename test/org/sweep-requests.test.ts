import { afterEach, describe, expect, test, vi } from "vitest";
import { SweepRequests } from "../../src/org/sweep-requests.ts";

afterEach(() => vi.restoreAllMocks());

const LOGS = new URL("https://acme.okta.com/api/v1/logs?after=x");
const TOKEN = new URL("https://acme.okta.com/oauth2/v1/token");

/** Whether a run may go on after an answer with these headers. */
async function mayGoOn(requests: SweepRequests, headers: HeadersInit, url = LOGS): Promise<boolean> {
	vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("[]", { headers }));
	await requests.fetch(url, { method: "GET" });
	return requests.mayGoOn;
}

const limit = (remaining: unknown, of: unknown = 60) => ({
	"X-Rate-Limit-Limit": String(of),
	"X-Rate-Limit-Remaining": String(remaining),
});

describe("a run goes on", () => {
	test.each([
		["while more than half of the limit is left", limit(31), true],
		["not once half of it is used", limit(30), false],
		["not when others used it up", limit(0), false],
		["where Okta does not say", {}, true],
		["where Okta says nonsense", limit("many", "all"), true],
		["where a limit of connections is met, which has no number", limit(0, 0), true],
	])("%s", async (_, headers, expected) => {
		expect(await mayGoOn(new SweepRequests(), headers)).toBe(expected);
	});

	test("whatever the limit on tokens says", async () => {
		expect(await mayGoOn(new SweepRequests(), limit(0), TOKEN)).toBe(true);
	});

	test("for 40 requests, those for tokens among them; then the next run has as many", async () => {
		const requests = new SweepRequests();
		for (let sent = 1; sent < 40; sent++) expect(await mayGoOn(requests, {}, sent % 2 ? LOGS : TOKEN)).toBe(true);
		expect(await mayGoOn(requests, {})).toBe(false);
		requests.begin();
		expect(await mayGoOn(requests, {})).toBe(true);
	});
});
