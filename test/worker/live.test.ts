import { env, exports } from "cloudflare:workers";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { live } from "../../src/worker/live.ts";
import { type PageVariables, pageGate } from "../../src/worker/page-gate.ts";
import { beginSession, signSession } from "../../src/worker/session.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { ACCESS, assertion, CERTS, claims } from "./access-team.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver, falcosidekick, org, pass, START, TOKEN } from "./system.ts";

const URL_HERE = "https://okta-falco.example.com/status/live";
const FROM_OUR_PAGE = { Origin: "https://okta-falco.example.com" };
const HOUR = 3_600_000;
const ADMIN = { Authorization: `Bearer ${TOKEN}` };

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

const ask = (headers: Record<string, string>) => exports.default.fetch(URL_HERE, { headers });

test("who operates is given the object's own WebSocket", async () => {
	const response = await ask({ ...ADMIN, Upgrade: "websocket" });
	expect(response.status).toBe(101);
	expect(response.webSocket).not.toBeNull();
	response.webSocket?.accept();
	response.webSocket?.close(1000);
});

test("whoever does not is refused before the object is asked", async () => {
	loggedBy("warn");
	const fetch = vi.fn();
	const bindings = { ...env, OKTA_ORG: { getByName: () => ({ fetch }) } } as unknown as Env;
	const headers = { Upgrade: "websocket", Origin: "https://okta-falco.example.com" };
	expect((await app().request(URL_HERE, { headers }, bindings)).status).toBe(401);
	expect(fetch).not.toHaveBeenCalled();
});

test("what is no WebSocket is told so", async () => {
	expect((await ask(ADMIN)).status).toBe(426);
});

test("the object is told until when one may watch, and nothing of who asks", async () => {
	const fetch = vi.fn(async (..._: [string, RequestInit]) => new Response("the object's"));
	const bindings = { ...env, OKTA_ORG: { getByName: () => ({ fetch }) } } as unknown as Env;
	const response = await app().request(
		URL_HERE,
		{ headers: { ...ADMIN, Upgrade: "websocket", Cookie: "a=b" } },
		bindings,
	);
	expect(await response.text()).toBe("the object's");
	const headers = { Upgrade: "websocket", "Watch-Until": String(START + 12 * HOUR) };
	expect(fetch.mock.calls).toEqual([[URL_HERE, { headers }]]);
});

test("whom Cloudflare Access let in may watch for as long as it says", async () => {
	await falcosidekick([{ body: CERTS }]);
	const fetch = vi.fn(async (..._: [string, RequestInit]) => new Response());
	const bindings = { ...env, ...ACCESS, OKTA_ORG: { getByName: () => ({ fetch }) } } as unknown as Env;
	const doors = new Hono<{ Bindings: Env; Variables: PageVariables }>();
	doors.get("*", pageGate({ certsUrl: () => new URL("certs", env.FALCOSIDEKICK_URL) }), live);
	const said = await assertion(claims({ exp: START / 1_000 + 900 }));
	await doors.request(URL_HERE, { headers: { ...FROM_OUR_PAGE, ...said, Upgrade: "websocket" } }, bindings);
	const headers = { Upgrade: "websocket", "Watch-Until": String(START + 900_000) };
	expect(fetch.mock.calls).toEqual([[URL_HERE, { headers }]]);
});

describe("a page that is open by a session", () => {
	/** A WebSocket of a session that began at `START`, and how it was closed. */
	async function watching() {
		const session = { ...beginSession(START), ends: START + 12 * HOUR };
		const token = await signSession(session, { secret: TOKEN, host: "okta-falco.example.com" });
		const { webSocket } = await ask({ ...FROM_OUR_PAGE, Cookie: `__Host-okta-falco=${token}`, Upgrade: "websocket" });
		if (webSocket === null) throw new Error("no WebSocket");
		const messages: unknown[] = [];
		const { promise: closed, resolve } = Promise.withResolvers<CloseEvent>();
		webSocket.addEventListener("message", ({ data }) => void messages.push(data));
		webSocket.addEventListener("close", resolve);
		webSocket.accept();
		return { session, messages, closed };
	}

	test("hears nothing more once that is signed out of, and others do", async () => {
		const [one, other] = [await watching(), await watching()];
		await org().endSession(one.session.id, one.session.ends);
		expect(await one.closed).toMatchObject({ code: 1008, reason: "signed out" });
		await deliver([logEvent({ eventType: "user.account.lock" })]);
		await vi.waitFor(() => expect(other.messages).not.toEqual([]), PATIENTLY);
		expect(one.messages).toEqual([]);
	});

	test("hears nothing more twelve hours after that began", async () => {
		const { messages, closed } = await watching();
		pass(12 * HOUR - 1);
		await deliver([logEvent({ eventType: "user.account.lock", uuid: "u1" })]);
		await vi.waitFor(() => expect(messages).not.toEqual([]), PATIENTLY);
		const heard = messages.length;
		pass(1);
		await deliver([logEvent({ eventType: "user.account.lock", uuid: "u2" })]);
		expect(await closed).toMatchObject({ code: 1008, reason: "the session is over" });
		expect(messages).toHaveLength(heard);
	});
});

test("where the object cannot be had the browser may try again", async () => {
	loggedBy("error");
	const fetch = () => Promise.reject(new Error("overloaded"));
	const bindings = { ...env, OKTA_ORG: { getByName: () => ({ fetch }) } } as unknown as Env;
	const response = await app().request(URL_HERE, { headers: { ...ADMIN, Upgrade: "websocket" } }, bindings);
	expect([response.status, await response.json()]).toEqual([503, { error: "not available" }]);
});
