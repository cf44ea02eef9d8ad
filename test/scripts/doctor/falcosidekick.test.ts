import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Falcosidekick, startFalcosidekick } from "../../../scripts/demo/falcosidekick.ts";
import { checkFalcosidekick } from "../../../scripts/doctor/falcosidekick.ts";
import { type ScriptedServer, startScriptedServer } from "../../fixtures/scripted-server.ts";

describe("Falcosidekick", () => {
	let falcosidekick: Falcosidekick;
	let other: ScriptedServer;
	let alerts = 0;

	beforeAll(async () => {
		falcosidekick = await startFalcosidekick({ onAlert: () => alerts++ });
		other = await startScriptedServer();
	});
	afterAll(() => Promise.all([falcosidekick.close(), other.close()]));

	const check = (settings: Record<string, unknown>, isBound = false) => checkFalcosidekick(settings, { isBound });

	test("is known by what it says to a GET, and gets no alert", async () => {
		expect(await check({ FALCOSIDEKICK_URL: falcosidekick.url })).toMatchObject({ state: "ok" });
		expect(alerts).toBe(0);
	});

	test.each([
		[
			"a place that says yes to anything",
			{ status: 200, body: "pong\n" },
			/answers 200, not as Falcosidekick/,
			/its path/,
		],
		[
			"a login page",
			{ status: 302, headers: { Location: "https://x.cloudflareaccess.com/" } },
			/answers 302/,
			/Service Auth/,
		],
		["who does not let us in", { status: 403 }, /answers 403/, /FALCOSIDEKICK_HEADERS/],
		[
			"a tunnel without its end",
			{ status: 530, body: "error code: 1033" },
			/answers 530/,
			/^see whether Falcosidekick runs/,
		],
		[
			"a port that wants TLS",
			{ status: 400, body: "Client sent an HTTP request to an HTTPS server.\n" },
			/answers 400/,
			/use https:\/\//,
		],
		[
			"a proxy that wants a certificate",
			{ status: 400, body: "<center>No required SSL certificate was sent</center>" },
			/answers 400/,
			/client certificate/,
		],
		["another refusal", { status: 400, body: "Please send a valid request body\n" }, /answers 400/, /its path/],
	])("is not %s", async (_, answer, found, todo) => {
		other.script = [answer];
		expect(await check({ FALCOSIDEKICK_URL: other.url })).toMatchObject({
			state: "failed",
			found: expect.stringMatching(found),
			todo: expect.stringMatching(todo),
		});
	});

	test("is asked with the configured headers, of which nothing is printed", async () => {
		other.requests.length = 0;
		const found = await check({ FALCOSIDEKICK_URL: other.url, FALCOSIDEKICK_HEADERS: '{"X-Key":"hunter2"}' });
		expect(other.requests).toMatchObject([{ method: "GET", headers: { "x-key": "hunter2" } }]);
		expect(JSON.stringify(found)).not.toContain("hunter2");
	});

	test("may be away", async () => {
		expect(await check({ FALCOSIDEKICK_URL: "http://127.0.0.1:1/" })).toMatchObject({
			state: "failed",
			found: expect.stringContaining("http://127.0.0.1:1 cannot be reached from here"),
		});
	});

	test("is not looked for where that cannot be done", async () => {
		expect(await check({ FALCOSIDEKICK_URL: "" })).toMatchObject({ state: "skipped" });
		expect(await check({}, true)).toMatchObject({ state: "skipped", found: expect.stringContaining("binding") });
	});
});
