import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver, falcosidekick, org, received, receivedAlerts, request, ring, SECRET } from "./system.ts";

const LOCK = logEvent({ uuid: "lock-1", eventType: "user.account.lock", published: "2026-03-02T09:15:30.123Z" });
const SUSPEND = logEvent({ uuid: "suspend-1", eventType: "user.lifecycle.suspend", published: "2026-03-02T09:15:31Z" });
const SIGN_IN = logEvent({ uuid: "sign-in-1" });

const NOTHING = { events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0, deliveries: 0, lastDelivery: 0 };

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

function mfaFailure(uuid: string, published: string) {
	const eventType = "user.authentication.auth_via_mfa";
	return logEvent({ uuid, published, eventType, outcome: { result: "FAILURE", reason: "INVALID_CREDENTIALS" } });
}

describe("a delivery", () => {
	test("makes alerts that reach Falcosidekick byte for byte as Falco prints them", async () => {
		const response = await deliver([LOCK, SIGN_IN, SUSPEND]);
		expect([response.status, await response.text()]).toEqual([204, ""]);
		expect(await ring()).toBe(true);
		expect((await received()).map(({ body }) => body)).toEqual([
			`{"hostname":"acme.okta.com","output":"09:15:30.123000000: Notice Okta account locked (user=Inês Duarte, ip=198.51.100.23)","output_fields":{"evt.time":1772442930123000000,"okta.actor.name":"Inês Duarte","okta.client.ip":"198.51.100.23"},"priority":"Notice","rule":"User has been locked out in OKTA","source":"okta","tags":["okta"],"time":"2026-03-02T09:15:30.123000000Z"}`,
			`{"hostname":"acme.okta.com","output":"09:15:31.000000000: Notice Okta user suspended (user=Inês Duarte, ip=198.51.100.23, target user=<NA>)","output_fields":{"evt.time":1772442931000000000,"okta.actor.name":"Inês Duarte","okta.client.ip":"198.51.100.23","okta.target.user.name":null},"priority":"Notice","rule":"User has been suspended in OKTA","source":"okta","tags":["okta"],"time":"2026-03-02T09:15:31.000000000Z"}`,
		]);
	});

	test("that comes again does nothing", async () => {
		await deliver([LOCK]);
		await ring();
		await falcosidekick([]);
		expect((await deliver([LOCK])).status).toBe(204);
		await ring();
		expect(await received()).toEqual([]);
		expect((await org().watch()).okta).toMatchObject({ deliveries: 2, events: 1, duplicates: 1, alerts: 1 });
	});

	test("that holds an event twice alerts once", async () => {
		await deliver([LOCK, LOCK]);
		await ring();
		expect(await received()).toHaveLength(1);
	});

	test("with the wrong secret is refused, and nothing is kept", async () => {
		const response = await deliver([LOCK], {
			headers: { "Content-Type": "application/json", Authorization: `${SECRET}x` },
		});
		expect([response.status, await response.text()]).toEqual([401, '{"error":"unauthorized"}']);
		expect((await org().watch()).okta).toEqual(NOTHING);
	});

	test("keeps a bad event with its reason, and takes the good ones beside it", async () => {
		const { uuid: _, ...nameless } = logEvent({ eventType: "user.account.lock" });
		expect((await deliver([SIGN_IN, nameless, LOCK])).status).toBe(204);
		await ring();
		expect(await receivedAlerts()).toMatchObject([{ rule: "User has been locked out in OKTA" }]);
		expect(await org().setAsides(10)).toMatchObject([
			{
				kind: "rejected",
				source: "https://acme.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7",
				reason: expect.stringContaining("data.events[1].uuid"),
				text: JSON.stringify(nameless),
			},
		]);
	});

	test("of the same org under another of its hosts is taken", async () => {
		const envelope = { source: "https://login.acme.example/api/v1/eventHooks/who2b7n4kLq9XyZt15d7" };
		expect((await deliver([LOCK], { envelope })).status).toBe(204);
		await ring();
		expect(await receivedAlerts()).toMatchObject([{ hostname: "acme.okta.com" }]);
	});

	test("of another org is refused, and the log says whose it is", async () => {
		const logged = loggedBy("warn");
		const envelope = { source: "https://evil.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7" };
		expect((await deliver([LOCK], { envelope })).status).toBe(403);
		expect(logged()).toMatchObject([
			{ message: "request refused", reason: expect.stringContaining('"evil.okta.com"') },
		]);
		expect((await org().watch()).okta).toEqual(NOTHING);
	});

	test("is one line of the log", async () => {
		const logged = loggedBy("info");
		await deliver([LOCK, SIGN_IN], { envelope: { eventId: 'two\nlines\u2028{"message":"forged"}' } });
		expect(logged()).toEqual([
			{
				level: "info",
				message: "delivery taken",
				delivery: 'two\nlines\u2028{"message":"forged"}',
				source: "https://acme.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7",
				events: 2,
				duplicates: 0,
				rejected: 0,
				failed: 0,
				alerts: 1,
			},
		]);
	});
});

describe("counting", () => {
	test("goes on from one delivery to the next", async () => {
		await deliver([mfaFailure("mfa-1", "2026-03-02T09:15:30Z")]);
		await deliver([mfaFailure("mfa-2", "2026-03-02T09:16:30Z")]);
		await ring();
		expect(await received()).toEqual([]);
		await deliver([mfaFailure("mfa-3", "2026-03-02T09:20:29Z")]);
		await ring();
		expect(await receivedAlerts()).toMatchObject([
			{
				rule: "Too many failed MFA in last 5min",
				priority: "Warning",
				output: expect.stringContaining("3"),
				output_fields: { "okta.mfa.failure.countlast[300]": 3 },
			},
		]);
	});

	test("does not count an event that comes again", async () => {
		const events = ["mfa-1", "mfa-2"].map((uuid, at) => mfaFailure(uuid, `2026-03-02T09:15:3${at}Z`));
		for (let time = 0; time < 3; time++) await deliver(events);
		await ring();
		expect(await received()).toEqual([]);
	});
});

describe("what can never be taken is refused with a reason, which the log has too", () => {
	test.each([
		["no JSON", { body: '{"data":' }, 400, "not JSON"],
		["nothing", { body: "" }, 400, "empty"],
		["no object", { body: "[1]" }, 400, "delivery"],
		["no events", { body: '{"data":{}}' }, 400, "data.events"],
		["too much", { body: `"${"x".repeat(1024 * 1024)}"` }, 413, "1048576"],
		[
			"a form",
			{ headers: { "Content-Type": "application/x-www-form-urlencoded" } },
			415,
			"application/x-www-form-urlencoded",
		],
		["no type", { headers: {}, body: new Uint8Array([123, 125]) }, 415, "missing"],
	] as [string, RequestInit, number, string][])("%s", async (_, { headers, ...init }, status, reason) => {
		const logged = loggedBy("warn");
		const sent = new Headers(headers ?? { "Content-Type": "application/json" });
		sent.set("Authorization", SECRET);
		const response = await deliver([], { headers: sent, ...init });
		expect(response.status).toBe(status);
		expect(await response.json()).toEqual({ error: expect.stringContaining(reason) });
		expect(logged()).toMatchObject([{ message: "request refused", status, reason: expect.stringContaining(reason) }]);
		expect((await org().watch()).okta).toEqual(NOTHING);
	});

	test("a type may have parameters", async () => {
		const headers = { "Content-Type": "Application/JSON; charset=utf-8", Authorization: SECRET };
		expect((await deliver([SIGN_IN], { headers })).status).toBe(204);
	});

	test("a body is measured as it comes, whatever its length is said to be", async () => {
		let pulled = 0;
		const endless = new ReadableStream({
			pull(controller) {
				pulled++;
				controller.enqueue(new Uint8Array(64 * 1024).fill(32));
			},
		});
		expect((await deliver([], { body: endless })).status).toBe(413);
		expect(pulled).toBeLessThan(32);
	});
});

describe("the challenge", () => {
	const challenge = { "X-Okta-Verification-Challenge": "aB3-xyz" };

	test("is answered to who knows the secret", async () => {
		const response = await request({ headers: { ...challenge, Authorization: SECRET } });
		expect([response.status, await response.text()]).toEqual([200, '{"verification":"aB3-xyz"}']);
		expect(response.headers.get("Content-Type")).toBe("application/json");
		expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
	});

	test.each([
		["no secret", undefined],
		["another secret", "Bearer something-else-entirely-of-forty-chars"],
		["an empty one", ""],
	])("is refused with %s, and the log says so", async (_, secret) => {
		const logged = loggedBy("warn");
		const headers = { ...challenge, ...(secret === undefined ? {} : { Authorization: secret }) };
		const response = await request({ headers });
		expect([response.status, await response.text()]).toEqual([401, '{"error":"unauthorized"}']);
		expect(logged()).toMatchObject([{ message: "request refused", method: "GET", path: "/okta/events", status: 401 }]);
		expect(JSON.stringify(logged())).not.toContain("something-else");
	});

	test("is wanted", async () => {
		const response = await request({ headers: { Authorization: SECRET } });
		expect([response.status, await response.json()]).toEqual([
			400,
			{ error: "there is no x-okta-verification-challenge header to answer" },
		]);
	});
});

describe("settings of the hook", () => {
	function post(settings: Record<string, unknown>, headers: Record<string, string>) {
		const body = JSON.stringify(eventHook([SIGN_IN]));
		const init = { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body };
		return app().request("/okta/events", init, { ...env, ...settings } as Env, createExecutionContext());
	}

	test("while the secret is changed, both are taken", async () => {
		const settings = { OKTA_HOOK_SECRET: "n".repeat(40), OKTA_HOOK_SECRET_PREVIOUS: "p".repeat(40) };
		expect((await post(settings, { Authorization: "n".repeat(40) })).status).toBe(204);
		expect((await post(settings, { Authorization: "p".repeat(40) })).status).toBe(204);
		expect((await post(settings, { Authorization: SECRET })).status).toBe(401);
	});

	test("the secret may come in another header", async () => {
		const settings = { OKTA_HOOK_HEADER: "X-Okta-Hook" };
		expect((await post(settings, { "x-okta-hook": SECRET })).status).toBe(204);
		expect((await post(settings, { Authorization: SECRET })).status).toBe(401);
	});

	test("without a secret nothing is taken, and the log says how to set it", async () => {
		const logged = loggedBy("error");
		const response = await post({ OKTA_HOOK_SECRET: undefined }, { Authorization: "" });
		expect([response.status, await response.text()]).toEqual([503, expect.not.stringContaining("OKTA_HOOK_SECRET")]);
		expect(logged().at(-1)).toMatchObject({
			message: "request refused",
			reason: expect.stringContaining("`wrangler secret put OKTA_HOOK_SECRET`"),
		});
	});
});

describe("other requests", () => {
	test("/healthz is for anybody", async () => {
		const response = await app().request("/healthz", {}, env);
		expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
	});

	test("/healthz is not ok while a setting is wrong, and says no more", async () => {
		loggedBy("error");
		const response = await app().request("/healthz", {}, { ...env, FALCOSIDEKICK_URL: "" } as unknown as Env);
		expect([response.status, await response.json()]).toEqual([503, { status: "not ok" }]);
	});

	test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("%s /okta/events is no method of it", async (method) => {
		const response = await request({ method });
		expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, POST"]);
	});

	test("there is nothing elsewhere", async () => {
		expect((await app().request("/", {}, env)).status).toBe(404);
	});
});
