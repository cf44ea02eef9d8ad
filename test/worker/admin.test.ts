import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { oktaEngine } from "../../src/org/engine.ts";
import { app } from "../../src/worker/app.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver, falcosidekick, pass, received, ring, ringFor, TOKEN } from "./system.ts";

const LOCK = logEvent({ uuid: "lock-1", eventType: "user.account.lock" });
const LOCK_ID = "lock-1:User has been locked out in OKTA";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

function ask(path: string, method = "GET", settings: Record<string, unknown> = {}, token = TOKEN) {
	const headers = { Authorization: `Bearer ${token}` };
	return app().request(`/admin${path}`, { method, headers }, { ...env, ...settings } as Env);
}

async function json(path: string, method = "GET"): Promise<unknown> {
	const response = await ask(path, method);
	expect([response.status, response.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
	return response.json();
}

const alertPath = (id: string, action = "") => `/alerts/${encodeURIComponent(id)}${action}`;

describe("the doors", () => {
	const paths = ["/status", "/alerts", "/alerts/x", "/rejected", "/nothing"];

	test.each(paths)("%s is shut to who has no token, or another", async (path) => {
		expect((await app().request(`/admin${path}`, {}, env)).status).toBe(401);
		const response = await ask(path, "GET", {}, `${TOKEN}x`);
		expect([response.status, await response.text()]).toEqual([401, '{"error":"unauthorized"}']);
	});

	test.each(paths)("%s is not there without ADMIN_TOKEN", async (path) => {
		expect((await ask(path, "GET", { ADMIN_TOKEN: "" })).status).toBe(404);
	});

	test("there is nothing behind another path", async () => {
		expect((await ask("/nothing")).status).toBe(404);
		expect((await ask("/alerts", "DELETE")).status).toBe(404);
	});
});

test("status tells how things stand", async () => {
	await deliver([LOCK, logEvent({ uuid: "sign-in" }), { bad: true }]);
	await deliver([LOCK]);
	pass(90_000);
	expect(await json("/status")).toEqual({
		troubles: [],
		alerts: { pending: 1, held: 0, dead: 0, deliveredLastDay: 0 },
		oldestPending: "2040-01-01T12:00:00.000Z",
		oldestPendingSeconds: 90,
		oldestReason: "",
		setAside: { rejected: 1, failed: 0 },
		destination: { state: "up", since: null, failures: 0, nextTry: null, pausedUntil: null, reason: "" },
		okta: {
			deliveries: 2,
			lastDelivery: "2040-01-01T12:00:00.000Z",
			events: 2,
			duplicates: 1,
			rejected: 1,
			failed: 0,
			alerts: 1,
		},
		sweep: null,
		refused: null,
		silences: [],
	});
});

describe("/healthz is not ok, and status says why,", () => {
	/** Answers are kept for some seconds in an isolate, for each environment. */
	const health = async () => (await app().request("/healthz", {}, { ...env })).status;

	test("while alerts are held", async () => {
		await falcosidekick([{ status: 401 }]);
		await deliver([LOCK]);
		expect(await health()).toBe(200);
		await ring();
		expect(await health()).toBe(503);
		expect(await json("/status")).toMatchObject({ troubles: [expect.stringMatching(/^1 alert is held: 401: /)] });
		await ringFor(60_000);
		expect(await health()).toBe(200);
	});

	test("when an alert has waited for more than ten minutes", async () => {
		await falcosidekick([{ status: 503 }]);
		await deliver([LOCK]);
		await ring();
		pass(600_000);
		expect(await health()).toBe(200);
		pass(60_000);
		expect(await health()).toBe(503);
		expect(await json("/status")).toMatchObject({
			troubles: [expect.stringMatching(/^1 alert waits, one for 11 minutes: 503: /)],
		});
	});

	test("when one alert alone is not taken, with its reason", async () => {
		await falcosidekick([], [["09:15:30.", { status: 403 }]]);
		await deliver([LOCK]);
		await deliver([logEvent({ uuid: "lock-2", eventType: "user.account.lock", published: "2026-03-02T09:15:31Z" })]);
		await ring();
		pass(660_000);
		expect(await json("/status")).toMatchObject({
			destination: { state: "up" },
			troubles: [expect.stringMatching(/^1 alert waits, one for 11 minutes: 403: /)],
		});
	});

	test("when the object does not answer", async () => {
		const OKTA_ORG = { getByName: () => ({ standing: () => Promise.reject(new Error("gone")) }) };
		expect((await app().request("/healthz", {}, { ...env, OKTA_ORG } as unknown as Env)).status).toBe(503);
	});

	test("and does not ask the object each time", async () => {
		let asked = 0;
		const getByName = (name: string) => {
			asked++;
			return env.OKTA_ORG.getByName(name);
		};
		const settings = { ...env, OKTA_ORG: { getByName } } as unknown as Env;
		for (let time = 0; time < 5; time++) await app().request("/healthz", {}, settings);
		expect(asked).toBe(1);
		pass(10_000);
		await app().request("/healthz", {}, settings);
		expect(asked).toBe(2);
	});
});

describe("alerts", () => {
	test("are listed, a page at a time", async () => {
		const events = [1, 2, 3].map((second) =>
			logEvent({ uuid: `l${second}`, eventType: "user.account.lock", published: `2026-03-02T09:00:0${second}Z` }),
		);
		await deliver(events);
		const first = (await json("/alerts?limit=2&state=pending,held")) as { alerts: object[]; next: string };
		expect(first.alerts).toMatchObject([
			{ id: "l1:User has been locked out in OKTA", state: "pending", priority: "Notice", settled: null, attempts: 0 },
			{ id: "l2:User has been locked out in OKTA" },
		]);
		const second = await json(`/alerts?limit=2&state=pending,held&cursor=${first.next}`);
		expect(second).toMatchObject({ alerts: [{ id: "l3:User has been locked out in OKTA" }], next: null });
	});

	test("are found by priority: those at least that urgent, as rules name it", async () => {
		const support = { uuid: "s", eventType: "user.session.impersonation.initiate" };
		await deliver([LOCK, logEvent(support)]);
		const found = async (query: string) => ((await json(`/alerts?${query}`)) as { alerts: unknown[] }).alerts;
		const critical = [{ priority: "Critical", rule: "Okta support has access" }];
		for (const name of ["Critical", "warning", "ERROR"]) {
			expect(await found(`priority=${name}`)).toMatchObject(critical);
		}
		for (const name of ["notice", "info", "Debug"]) expect(await found(`priority=${name}`)).toHaveLength(2);
		expect(await found("priority=Alert")).toEqual([]);
	});

	test("are found by rule, actor and time", async () => {
		await deliver([LOCK]);
		const rule = encodeURIComponent("User has been locked out in OKTA");
		const found = await json(`/alerts?rule=${rule}&actor=ines.duarte%40acme.example&since=2026-03-02&until=2026-03-03`);
		expect(found).toMatchObject({ alerts: [{ id: LOCK_ID, actor: "ines.duarte@acme.example" }], next: null });
		expect(await json("/alerts?actor=sam")).toEqual({ alerts: [], next: null });
		expect(await json("/alerts?until=2026-03-02")).toEqual({ alerts: [], next: null });
	});

	test.each([
		["state=lost", "state: is none of pending, held, dead, suppressed, resolved, delivered"],
		["priority=urgent", "priority: is none of Emergency, Alert, Critical"],
		["limit=0", "limit: "],
		["limit=ten", "limit: is not a number"],
		["since=yesterday", "since: is not a time such as 2026-03-02T09:15:30Z"],
		["cursor=x", "cursor: is none that a list gave"],
		["rules=x", "rules"],
	])("asked for by %s are refused with the reason", async (query, reason) => {
		const response = await ask(`/alerts?${query}`);
		expect([response.status, await response.json()]).toEqual([400, { error: expect.stringContaining(reason) }]);
	});

	test("are shown with what is sent, to the digit", async () => {
		await deliver([LOCK]);
		await ring();
		const shown = (await json(alertPath(LOCK_ID))) as { json: string };
		expect(shown).toMatchObject({ id: LOCK_ID, state: "delivered", settled: "2040-01-01T12:00:00.000Z" });
		expect(shown.json).toBe((await received())[0]?.body);
		expect((await ask(alertPath("nothing"))).status).toBe(404);
	});

	test("that are dead can be sent again, once for each time they died", async () => {
		const logged = loggedBy("info");
		await falcosidekick([{ status: 413 }]);
		await deliver([LOCK]);
		await ring();
		const reason = expect.stringContaining("413");
		const tries = [{ at: "2040-01-01T12:00:00.000Z", reason }];
		expect(await json(alertPath(LOCK_ID))).toMatchObject({ state: "dead", reason, tries });
		for (let time = 0; time < 3; time++) {
			expect(await json(alertPath(LOCK_ID, "/replay"), "POST")).toMatchObject({ state: "pending" });
		}
		await ring();
		await ring();
		expect(await received()).toHaveLength(2);
		expect(await json(alertPath(LOCK_ID))).toMatchObject({ state: "delivered" });
		expect(logged()).toContainEqual({
			level: "info",
			message: "alert replayed",
			alert: LOCK_ID,
			operator: "ADMIN_TOKEN",
		});
	});

	test("that are held go at once when they are replayed", async () => {
		await falcosidekick([{ status: 401 }, { status: 401 }]);
		await deliver([LOCK]);
		await ringFor(5_000);
		expect(await json(alertPath(LOCK_ID, "/replay"), "POST")).toMatchObject({ state: "held" });
		await ring();
		expect(await json(alertPath(LOCK_ID))).toMatchObject({ state: "delivered" });
	});

	test("can be closed", async () => {
		await falcosidekick([{ status: 503 }]);
		await deliver([LOCK]);
		await ring();
		expect(await json(alertPath(LOCK_ID, "/resolve"), "POST")).toMatchObject({ state: "resolved" });
		pass(3_600_000);
		await ring();
		expect(await received()).toHaveLength(1);
	});

	test.each(["replay", "resolve"])("that are not there cannot be asked to %s", async (action) => {
		expect((await ask(alertPath("nothing", `/${action}`), "POST")).status).toBe(404);
	});
});

describe("events that were set aside", () => {
	test("are listed, newest first, a page at a time", async () => {
		await deliver([{ n: 1 }, { n: 2 }, { n: 3 }]);
		const first = (await json("/rejected?limit=2")) as { events: object[]; next: number };
		expect(first.events).toMatchObject([
			{ kind: "rejected", text: '{"n":3}', at: "2040-01-01T12:00:00.000Z", reason: expect.stringContaining("uuid") },
			{ text: '{"n":2}' },
		]);
		expect(await json(`/rejected?limit=2&before=${first.next}`)).toMatchObject({
			events: [{ text: '{"n":1}' }],
			next: null,
		});
	});

	test("because of a bug are evaluated once it is mended", async () => {
		loggedBy("error");
		const bug = vi.spyOn(oktaEngine(), "evaluate").mockImplementation(() => {
			throw new TypeError("a bug");
		});
		await deliver([LOCK]);
		const { events } = (await json("/rejected")) as { events: { id: number }[] };
		const path = `/rejected/${events[0]?.id}/replay`;
		const still = await ask(path, "POST");
		expect([still.status, await still.json()]).toEqual([409, { evaluated: false, reason: "TypeError: a bug" }]);
		bug.mockRestore();
		expect(await json(path, "POST")).toEqual({ evaluated: true });
		expect(await json("/rejected")).toEqual({ events: [], next: null });
		await ring();
		expect(await received()).toHaveLength(1);
		expect((await ask(path, "POST")).status).toBe(404);
	});

	test("for what they are stay, until they are closed", async () => {
		await deliver([{ bad: true }]);
		const { events } = (await json("/rejected")) as { events: { id: number }[] };
		const path = `/rejected/${events[0]?.id}`;
		expect((await ask(`${path}/replay`, "POST")).status).toBe(409);
		expect(await json(`${path}/resolve`, "POST")).toEqual({ id: events[0]?.id });
		expect((await ask(`${path}/resolve`, "POST")).status).toBe(404);
		expect((await ask("/rejected/x/resolve", "POST")).status).toBe(404);
	});
});
