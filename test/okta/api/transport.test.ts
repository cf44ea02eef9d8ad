import { afterEach, describe, expect, test, vi } from "vitest";
import { OktaApiError } from "../../../src/okta/api/okta-api-error.ts";
import { type ApiRequest, Transport, type TransportOptions } from "../../../src/okta/api/transport.ts";
import { type ScriptedServer, startScriptedServer } from "../../fixtures/scripted-server.ts";

const servers: ScriptedServer[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.close();
});

async function serverWith(script: ScriptedServer["script"]): Promise<ScriptedServer> {
	const server = await startScriptedServer();
	servers.push(server);
	server.script = script;
	return server;
}

function sending(server: ScriptedServer, request: Partial<ApiRequest> = {}, options: TransportOptions = {}) {
	const waits: number[] = [];
	const transport = new Transport({ sleep: async (milliseconds) => void waits.push(milliseconds), ...options });
	const answer = transport.send(async () => ({
		method: "GET",
		url: new URL("/api/v1/logs?q=secret", server.url),
		...request,
	}));
	return { answer, waits };
}

describe("a request", () => {
	test("says who asks, and for what", async () => {
		const server = await serverWith([{ body: "[]" }]);
		const { status, text } = await sending(server, { method: "PUT", headers: { authorization: "SSWS 1" }, body: "{}" })
			.answer;
		expect({ status, text }).toEqual({ status: 200, text: "[]" });
		expect(server.requests).toMatchObject([
			{
				method: "PUT",
				path: "/api/v1/logs?q=secret",
				body: "{}",
				headers: { accept: "application/json", "user-agent": "okta-falco", authorization: "SSWS 1" },
			},
		]);
	});

	test("is not sent on to where the answer points", async () => {
		const server = await serverWith([{ status: 302, headers: { Location: "/elsewhere" } }]);
		expect((await sending(server).answer).status).toBe(302);
		expect(server.requests).toHaveLength(1);
	});

	test("is made anew for each try", async () => {
		const server = await serverWith([
			{ status: 503 },
			{ status: 429, headers: { "Retry-After": "1" } },
			{ body: "[]" },
		]);
		let made = 0;
		const transport = new Transport({ patience: 60_000, sleep: async () => {} });
		await transport.send(async () => ({ method: "GET", url: new URL(server.url), headers: { try: String(made++) } }));
		expect(server.requests.map(({ headers }) => headers.try)).toEqual(["0", "1", "2"]);
	});
});

describe("a GET that fails on Okta's side", () => {
	test("is tried three times", async () => {
		const server = await serverWith([{ status: 500 }, { drop: "before" }, { body: "[]" }]);
		const { answer, waits } = sending(server);
		expect((await answer).text).toBe("[]");
		expect(waits).toEqual([500, 1_500]);
	});

	test("and then told as it is", async () => {
		const server = await serverWith([{ status: 500 }, { status: 502 }, { status: 503 }, { body: "[]" }]);
		expect((await sending(server).answer).status).toBe(503);
	});
});

test.each(["POST", "PUT", "DELETE"] as const)(
	"a %s that fails is not tried again: it may have been done",
	async (method) => {
		const server = await serverWith([{ status: 500 }, { body: "[]" }]);
		expect((await sending(server, { method }).answer).status).toBe(500);
	},
);

describe("a rate limit", () => {
	const limit = { status: 429, headers: { "Retry-After": "4" }, body: '{"errorCode":"E0000047"}' };

	test("is waited for, and the wait is told", async () => {
		const server = await serverWith([limit, limit, { body: "[]" }]);
		const onWait = vi.fn();
		const { answer, waits } = sending(server, { method: "POST" }, { patience: 10_000, onWait });
		expect((await answer).text).toBe("[]");
		// A few milliseconds go by between the answer and the wait.
		expect(waits.map((wait) => Math.round(wait / 1_000))).toEqual([5, 5]);
		expect(onWait.mock.calls.flat()).toEqual(waits);
	});

	test("is waited for no longer than the patience lasts, all waits together", async () => {
		const server = await serverWith([limit, limit, { body: "[]" }]);
		const { answer, waits } = sending(server, {}, { patience: 9_000 });
		await expect(answer).rejects.toMatchObject({ name: "OktaApiError", status: 429, code: "E0000047" });
		expect(waits).toHaveLength(1);
	});

	test("is told at once where there is no patience", async () => {
		const server = await serverWith([limit]);
		await expect(sending(server).answer).rejects.toThrow(/\/api\/v1\/logs: 429\. E0000047\. The limit lasts until 2/);
	});
});

describe("no answer", () => {
	test.each([
		["when the connection is dropped", { drop: "before" as const }],
		["when the answer breaks off", { drop: "within" as const, body: "[1,2]" }],
	])("is an error %s", async (_, answer) => {
		const server = await serverWith([answer, answer, answer]);
		const error = await sending(server).answer.catch((error: unknown) => error);
		expect(error).toBeInstanceOf(OktaApiError);
		expect(error).toMatchObject({
			status: 0,
			message: expect.stringMatching(/^GET 127\.0\.0\.1:\d+\/api\/v1\/logs: \S/),
		});
	});

	test("is an error when it takes too long", async () => {
		const fetch = (_: URL, { signal }: RequestInit) =>
			new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
		const transport = new Transport({ fetch, timeout: 20, sleep: async () => {} });
		const sent = transport.send(async () => ({ method: "POST", url: new URL("https://acme.okta.com/api") }));
		await expect(sent).rejects.toThrow("POST acme.okta.com/api: no answer within 0.02 s");
	});

	test("tells nothing of the request's headers, body or query", async () => {
		const server = await serverWith([]);
		const { answer } = sending(server, {
			method: "POST",
			headers: { authorization: "SSWS top\nsecret" },
			body: "secret",
		});
		await expect(answer).rejects.toThrow(/^POST 127\.0\.0\.1:\d+\/api\/v1\/logs: the request cannot be sent$/);
	});
});
