import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Destination, deliver } from "../../src/falcosidekick/deliver.ts";
import { type ScriptedServer, startScriptedServer } from "../fixtures/scripted-server.ts";

const ALERT = '{"hostname":"acme.okta.com","output":"09:15:30.123000000: Notice Inês","priority":"Notice"}';

let server: ScriptedServer;

beforeAll(async () => {
	server = await startScriptedServer();
});
beforeEach(() => {
	server.requests.length = 0;
	server.script = [];
});
afterAll(() => server.close());

function to(url: string, headers: Record<string, string> = {}): Destination {
	return { url, headers, text: "inert", fetch: (address, init) => fetch(address, init) };
}

test("what Slack would obey in an alert leaves harmless, unless it is to leave raw", async () => {
	const hostile = ALERT.replace("Inês", "<!channel>");
	await deliver(hostile, to(server.url));
	await deliver(hostile, { ...to(server.url), text: "raw" });
	expect(server.requests.map(({ body }) => body)).toEqual([ALERT.replace("Inês", "‹!channel>"), hostile]);
});

test("an alert is POSTed byte for byte, with Falco's headers and the operator's", async () => {
	const outcome = await deliver(ALERT, to(`${server.url}in`, { "CF-Access-Client-Id": "falco.access" }));
	expect(outcome).toEqual({ type: "delivered" });
	expect(server.requests).toMatchObject([
		{
			method: "POST",
			path: "/in",
			body: ALERT,
			headers: {
				"content-type": "application/json",
				"user-agent": "falcosecurity/falco",
				accept: "*/*",
				"cf-access-client-id": "falco.access",
			},
		},
	]);
});

test("a redirect is not followed", async () => {
	server.script = [{ status: 302, headers: { Location: "/login" } }];
	expect(await deliver(ALERT, to(server.url))).toMatchObject({ type: "misconfigured" });
	expect(server.requests).toHaveLength(1);
});

test("the answer's text tells a refused alert from a wrong address", async () => {
	server.script = [
		{ status: 400, body: "Please send a valid request body\n" },
		{ status: 200, body: "pong\n" },
	];
	expect(await deliver(ALERT, to(server.url))).toMatchObject({ type: "rejected" });
	expect(await deliver(ALERT, to(server.url))).toMatchObject({ type: "misconfigured" });
});

test("Retry-After is passed on", async () => {
	server.script = [{ status: 429, headers: { "Retry-After": "3" } }];
	expect(await deliver(ALERT, to(server.url))).toMatchObject({ type: "retry", after: 3_000 });
});

test("of a long answer only the beginning is read", async () => {
	server.script = [{ status: 200, body: "x".repeat(1_000_000) }];
	expect(await deliver(ALERT, to(server.url))).toMatchObject({ type: "misconfigured" });
});

test.each(["before", "within"] as const)("a connection closed %s the answer is worth another try", async (drop) => {
	server.script = [{ drop, body: "xx" }];
	expect(await deliver(ALERT, to(server.url))).toMatchObject({ type: "retry", reason: /^no answer: / });
});

test("nobody listening is worth another try", async () => {
	const closed = await startScriptedServer();
	await closed.close();
	expect(await deliver(ALERT, to(closed.url))).toMatchObject({ type: "retry", reason: /^no answer: / });
});

test("who does not answer in ten seconds is given up on, and the connection is closed", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	const { promise: connected, resolve: onConnected } = Promise.withResolvers<void>();
	const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
	const silent = createServer((socket) => {
		socket.on("close", () => onClosed()).on("error", () => onClosed());
		socket.on("data", () => onConnected());
	});
	try {
		await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
		const { port } = silent.address() as { port: number };
		const outcome = deliver(ALERT, to(`http://127.0.0.1:${port}/`));
		await connected;
		await vi.advanceTimersByTimeAsync(10_000);
		expect(await outcome).toEqual({ type: "retry", reason: "no answer within 10 s" });
		await closed;
	} finally {
		vi.useRealTimers();
		silent.close();
	}
});

test("no timer is left once the answer is there", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	try {
		await deliver(ALERT, to(server.url));
		expect(vi.getTimerCount()).toBe(0);
	} finally {
		vi.useRealTimers();
	}
});
