import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { challenge } from "../../../scripts/hook/challenge.ts";
import type { Answer } from "../../fixtures/scripted-answer.ts";
import { type ScriptedServer, startScriptedServer } from "../../fixtures/scripted-server.ts";

const SENT = {
	authScheme: { key: "Authorization", value: "secret" },
	headers: [{ key: "X-Second", value: "second" }],
};

let server: ScriptedServer;
beforeAll(async () => {
	server = await startScriptedServer();
});
afterAll(() => server.close());

describe("the Worker, asked as Okta asks it,", () => {
	test("is sent what Okta would send", async () => {
		server.requests.length = 0;
		await challenge(new URL("/okta/events", server.url), SENT);
		expect(server.requests).toMatchObject([
			{
				method: "GET",
				path: "/okta/events",
				headers: {
					authorization: "secret",
					"x-second": "second",
					"x-okta-verification-challenge": expect.stringMatching(/^[\w-]{36}$/),
				},
			},
		]);
	});

	test.each<[string, Answer, string, RegExp]>([
		["has another secret", { status: 401 }, "refused", /it has another secret/],
		["is behind a login", { status: 302, headers: { Location: "/login" } }, "broken", /behind a login/],
		["is elsewhere", { status: 404 }, "broken", /no hook at this address/],
		["is not configured", { status: 503 }, "broken", /not configured/],
		["answers something", { status: 200, body: "hello" }, "broken", /answers 200, and does not repeat the challenge/],
		["repeats another challenge", { status: 200, body: '{"verification":"x"}' }, "broken", /does not repeat/],
		["hangs up", { drop: "before" }, "broken", /does not answer: \S/],
	])("%s, and it is told how", async (_, answer, kind, reason) => {
		server.script = [answer];
		expect(await challenge(new URL(server.url), SENT)).toEqual({ kind, reason: expect.stringMatching(reason) });
	});
});
