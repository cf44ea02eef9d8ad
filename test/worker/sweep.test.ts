import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../src/okta/log-event.ts";
import type { Found, Taken } from "../../src/org/receive.ts";
import { openStores } from "../../src/org/stores.ts";
import { Sweep } from "../../src/org/sweep.ts";
import { app } from "../../src/worker/app.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { OktaSimulator } from "../fixtures/okta/okta-simulator.ts";
import { orgSettings } from "../org/org-settings.ts";
import { inStorage } from "../org/storage.ts";
import { loggedBy } from "./logged.ts";
import { API_TOKEN, beginOkta, calls, cron, logged, ORG, okta, queryOf, readsTheLog } from "./okta-log.ts";
import { begin, deliver, org, pass, receivedAlerts, ring, ringFor, START, TOKEN } from "./system.ts";

readsTheLog();

beforeEach(async () => {
	await begin();
	await beginOkta();
});
afterEach(() => vi.restoreAllMocks());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const HOOK_ID = "who2b7n4kLq9XyZt15d7";

/** Something that happens now. */
function happened(uuid: string, eventType: string, changes: JsonObject = {}) {
	return logEvent({ uuid, eventType, published: new Date().toISOString(), ...changes });
}

const lock = (uuid: string, changes?: JsonObject) => happened(uuid, "user.account.lock", changes);

/** A type that hooks cannot carry. */
const impersonation = (uuid: string) =>
	happened(uuid, "user.session.impersonation.initiate", {
		debugContext: { debugData: { targetEventHookIds: undefined } },
	});

/** Events that no rule looks at and no hook is to bring. */
function chatter(count: number, name = "chatter") {
	const debugContext = { debugData: { targetEventHookIds: undefined } };
	return Array.from({ length: count }, (_, at) =>
		happened(`${name}-${at}`, "app.oauth2.token.grant", { debugContext }),
	);
}

async function sweepState() {
	const { sweep } = await org().standing();
	if (sweep === null) throw new Error("the log is not read");
	return sweep;
}

/** Uuids of the events whose alerts came to Falcosidekick, in the order in which they were stored. */
async function alerted(): Promise<string[]> {
	await ringFor(60_000);
	const { alerts } = await org().alerts({ states: ["delivered"] }, 200);
	return alerts.map(({ id }) => id.split(":", 1)[0] ?? "").sort();
}

describe("what hooks cannot carry", () => {
	test("alerts, from an hour before the first sweep on", async () => {
		await logged(impersonation("before"));
		pass(HOUR + MINUTE);
		await logged(impersonation("support"));
		pass(MINUTE);
		await cron();
		expect(await receivedAlerts()).toEqual([]);
		await ring();
		expect(await receivedAlerts()).toMatchObject([{ rule: "Okta support has access", source: "okta" }]);
		expect(await alerted()).toEqual(["support"]);
		const [call] = await calls();
		expect(queryOf(call)).toEqual({
			since: new Date(START + 2 * MINUTE).toISOString(),
			sortOrder: "ASCENDING",
			limit: "1000",
		});
	});

	test("is found where the last sweep ended, though it ended with nothing", async () => {
		await cron();
		await calls();
		pass(5 * MINUTE);
		await logged(impersonation("support"));
		await cron();
		const [call, ...others] = await calls();
		expect(others).toEqual([]);
		expect(Object.keys(queryOf(call)).sort()).toEqual(["after", "limit"]);
		expect(await alerted()).toEqual(["support"]);
	});

	test("is found after the object was stopped in between", async () => {
		await cron();
		await evictDurableObject(org());
		pass(3 * DAY);
		await logged(impersonation("support"));
		await calls();
		await cron();
		expect(queryOf((await calls())[0])).toHaveProperty("after");
		expect(await alerted()).toEqual(["support"]);
	});

	test("costs nothing where no rule looks at it", async () => {
		await logged(...chatter(5));
		await cron();
		expect(await sweepState()).toMatchObject({ pages: 1, read: 5, events: 0 });
		const known = await inStorage(
			({ sql }) => sql.exec("SELECT name FROM sqlite_master WHERE name GLOB 'seen_*'").toArray().length,
		);
		expect(known).toBe(1);
		const rows = await inStorage(({ sql }) => sql.exec(`SELECT * FROM seen_${Math.floor(START / DAY)}`).toArray());
		expect(rows).toEqual([]);
	});
});

describe("an event that a hook brings too", () => {
	test.each(["hook", "log"])("alerts once, when the %s brings it first", async (first) => {
		const event = lock("lock");
		await logged(event);
		if (first === "hook") await deliver([event]);
		await cron();
		if (first === "log") await deliver([event]);
		pass(5 * MINUTE);
		await cron();
		expect(await alerted()).toEqual(["lock"]);
	});

	test("counts once towards MFA counters, and a late one counts too", async () => {
		const failure = (uuid: string, second: number) =>
			happened(uuid, "user.authentication.auth_via_mfa", {
				outcome: { result: "FAILURE" },
				published: new Date(START + second * 1_000).toISOString(),
			});
		await deliver([failure("one", 1), failure("three", 3)]);
		await logged(failure("one", 1), failure("two", 2), failure("three", 3));
		await cron();
		await ring();
		expect(await receivedAlerts()).toMatchObject([
			{ rule: "Too many failed MFA in last 5min", output_fields: { "okta.mfa.failure.countlast[300]": 3 } },
		]);
	});

	test("is looked for in the shape of the log, and alerts as the hook's would", async () => {
		const { client, ...others } = lock("lock");
		const { ipChain, ...rest } = client as JsonObject;
		await logged({ ...others, client: rest, request: { ipChain } });
		await cron();
		await deliver([lock("other")]);
		await ringFor(60_000);
		const [swept, pushed] = (await receivedAlerts()).map(({ output_fields, rule }) => ({ output_fields, rule }));
		expect(swept).toEqual(pushed);
	});
});

describe("a run", () => {
	test("reads page after page to the end", async () => {
		await logged(...chatter(1_000), impersonation("a"), ...chatter(999, "more"), impersonation("b"));
		await cron();
		expect(await calls()).toHaveLength(3);
		expect(await sweepState()).toMatchObject({ pages: 3, read: 2_001, events: 2, alerts: 2, isBehind: false });
		expect(await alerted()).toEqual(["a", "b"]);
	});

	test("that breaks off goes on where it was", async () => {
		await logged(impersonation("a"), ...chatter(999), impersonation("b"));
		await okta({ script: [null, { status: 403, body: { errorCode: "E0000006" } }] });
		const told = loggedBy("error");
		await cron();
		expect(told()[0]).toMatchObject({
			message: "the System Log cannot be read",
			reason: expect.stringContaining("403"),
		});
		expect(await alerted()).toEqual(["a"]);
		expect(await sweepState()).toMatchObject({ pages: 1, error: expect.stringContaining("403") });
		await calls();
		await evictDurableObject(org());
		await cron();
		const [first] = await calls();
		expect(queryOf(first)).toHaveProperty("after");
		expect(await alerted()).toEqual(["a", "b"]);
		expect(await sweepState()).toMatchObject({ pages: 2, read: 1_001, error: "", failingSince: 0 });
	});

	test("takes no more than half of what the rate limit allows, and the next one goes on", async () => {
		await okta({ limits: { logs: 4, api: 4 } });
		await logged(...chatter(4_000), impersonation("late"));
		await cron();
		expect((await calls()).map(({ status }) => status)).toEqual([200, 200]);
		expect(await sweepState()).toMatchObject({ pages: 2, isBehind: true });
		for (let run = 0; run < 2; run++) {
			pass(5 * MINUTE);
			await cron();
		}
		expect(await calls()).toHaveLength(3);
		expect(await sweepState()).toMatchObject({ pages: 5, isBehind: false });
		expect(await alerted()).toEqual(["late"]);
	});

	test("that meets the rate limit waits until Okta says that it is over", async () => {
		await okta({ limits: { logs: 0, api: 0 } });
		await logged(impersonation("support"));
		const told = loggedBy("warn");
		pass(30_000);
		await cron();
		expect((await calls()).map(({ status }) => status)).toEqual([429]);
		expect(told()).toMatchObject([{ message: "the System Log cannot be read" }]);
		expect(await sweepState()).toMatchObject({ retryAt: START + MINUTE + 1_000 });
		await okta({ limits: { logs: 100, api: 100 } });
		pass(30_000);
		await cron();
		expect(await calls()).toEqual([]);
		pass(1_000);
		await cron();
		expect(await alerted()).toEqual(["support"]);
		expect(await sweepState()).toMatchObject({ retryAt: 0, failingSince: 0, error: "" });
	});

	test("is not begun while another is under way", async () => {
		await logged(...chatter(1_000));
		await Promise.all([org().sweep(), org().sweep()]);
		expect(await calls()).toHaveLength(2);
		expect(await sweepState()).toMatchObject({ pages: 2, read: 1_000 });
	});

	test("follows no link to another host", async () => {
		const told = loggedBy("warn");
		await okta({ linkOrigin: "https://elsewhere.example" });
		await logged(impersonation("support"));
		await cron();
		expect(told()[0]).toMatchObject({
			message: "the System Log cannot be read",
			reason: "The list goes on at https://elsewhere.example, which is not https://acme.okta.com: not followed",
		});
		expect(
			vi
				.mocked(fetch)
				.mock.calls.map(([asked]) => String(asked))
				.filter((asked) => /elsewhere/.test(asked)),
		).toEqual([]);
		expect(await alerted()).toEqual([]);
		await okta({ linkOrigin: ORG });
		await cron();
		expect(await alerted()).toEqual(["support"]);
	});

	test("sets an event aside that is none, and goes on", async () => {
		await logged({ published: "2040-01-01T00:00:00Z" }, impersonation("support"));
		await cron();
		expect(await org().setAsides(10)).toMatchObject([
			{ kind: "rejected", source: "https://acme.okta.com/api/v1/logs", reason: expect.stringContaining("uuid") },
		]);
		expect(await alerted()).toEqual(["support"]);
	});
});

describe("a cursor", () => {
	test("that Okta refuses is given up for the hour before", async () => {
		await logged(impersonation("known"));
		await cron();
		pass(2 * HOUR);
		await cron();
		pass(30 * MINUTE);
		await logged(impersonation("new"));
		await calls();
		await okta({ script: [{ status: 400, body: { errorCode: "E0000001", errorSummary: "after" } }] });
		const told = loggedBy("warn");
		await cron();
		expect(told()).toMatchObject([{ message: expect.stringContaining("Okta refuses the cursor") }]);
		const [refused, again] = await calls();
		expect(queryOf(refused)).toHaveProperty("after");
		expect(queryOf(again)).toMatchObject({ since: new Date(START + HOUR).toISOString() });
		expect(await alerted()).toEqual(["known", "new"]);
	});

	test("that is older than a week is not used, and nothing alerts twice for it", async () => {
		const known = impersonation("known");
		await logged(known, lock("pushed"));
		await deliver([lock("pushed")]);
		await cron();
		expect(await alerted()).toEqual(["known", "pushed"]);
		pass(10 * DAY);
		await logged(impersonation("new"));
		await calls();
		await cron();
		expect(queryOf((await calls())[0])).toMatchObject({ since: new Date(START - HOUR).toISOString() });
		await ring();
		expect(await alerted()).toEqual(["known", "new", "pushed"]);
		pass(DAY);
		await cron();
		expect(await alerted()).toEqual(["known", "new", "pushed"]);
	});
});

describe("what a hook was to bring and did not", () => {
	test("alerts, and is counted and told after an hour", async () => {
		await deliver([lock("first")]);
		await logged(lock("first"), lock("lost"));
		pass(MINUTE);
		const told = loggedBy("warn");
		await cron();
		expect(await alerted()).toEqual(["first", "lost"]);
		expect(await sweepState()).toMatchObject({ events: 1, recovered: 0 });
		pass(HOUR);
		await cron();
		await cron();
		expect(await sweepState()).toMatchObject({ recovered: 1 });
		const at = new Date(START).toISOString();
		expect(told()).toEqual([
			{
				level: "warn",
				message: "a hook did not bring events that the System Log has: they are recovered",
				events: 1,
				from: at,
				to: at,
			},
		]);
	});

	test("is not counted when it comes within the hour", async () => {
		await deliver([lock("first")]);
		await logged(lock("slow"));
		await cron();
		pass(50 * MINUTE);
		await deliver([lock("slow")]);
		pass(HOUR);
		await cron();
		expect(await sweepState()).toMatchObject({ recovered: 0 });
		expect(await alerted()).toEqual(["first", "slow"]);
	});

	test.each([
		["another hook's", { debugContext: { debugData: { targetEventHookIds: "whoOfAnother" } } }, 0],
		["nobody's", { debugContext: { debugData: { targetEventHookIds: null } } }, 0],
		["this hook's among others", { debugContext: { debugData: { targetEventHookIds: `whoX, ${HOOK_ID}` } } }, 1],
	])("counts when it was %s", async (_, changes, recovered) => {
		await deliver([lock("first")]);
		await cron();
		await logged(happened("lost", "user.session.start", changes));
		pass(2 * HOUR);
		await cron();
		expect(await sweepState()).toMatchObject({ recovered });
	});
});

test("the operators see how the sweep stands, and what is wrong with it", async () => {
	await cron();
	await okta({ script: [{ status: 401, body: { errorCode: "E0000011", errorSummary: "Invalid token provided" } }] });
	pass(5 * MINUTE);
	await cron();
	await okta({ script: [{ status: 401, body: { errorCode: "E0000011", errorSummary: "Invalid token provided" } }] });
	pass(31 * MINUTE);
	const told = loggedBy("error");
	await cron();
	expect(told().at(-1)).toMatchObject({
		message: "watch",
		troubles: [expect.stringMatching(/^the System Log cannot be read since 2040-01-01T12:05:00.000Z: .*Invalid token/)],
	});
	const headers = { Authorization: `Bearer ${TOKEN}` };
	const status = (await (await app().request("/admin/status", { headers }, env)).json()) as JsonObject;
	expect(status.sweep).toEqual({
		lastRun: "2040-01-01T12:36:00.000Z",
		lastSuccess: "2040-01-01T12:00:00.000Z",
		sweptTo: "2040-01-01T12:00:00.000Z",
		cursorAgeSeconds: 36 * 60,
		failingSince: "2040-01-01T12:05:00.000Z",
		error: expect.stringContaining("Invalid token"),
		retryAt: null,
		isBehind: false,
		pages: 1,
		read: 0,
		events: 0,
		alerts: 0,
		recovered: 0,
	});
	expect(JSON.stringify(status)).not.toContain(API_TOKEN);
});

test("being far behind is told", async () => {
	await okta({ limits: { logs: 2, api: 2 } });
	await logged(...chatter(3_000));
	pass(31 * MINUTE);
	const told = loggedBy("error");
	await cron();
	expect(told()).toMatchObject([{ troubles: ["the System Log is read up to 2040-01-01T12:00:00.000Z only"] }]);
});

/** What becomes of events where all come for the first time and none alerts. */
function all({ events }: Found): Taken {
	const receipt = { events: events.length, duplicates: 0, rejected: 0, failed: 0, alerts: 0 };
	return { receipt, fresh: events, known: [] };
}

test("a service app reads the log, with proofs of possession", async () => {
	const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
	const clientId = "0oa1service2app3id45d7";
	const service = { clientId, keys: [await exportJWK(publicKey)], scopes: ["okta.logs.read"], dpop: true };
	const simulator = new OktaSimulator({ origin: ORG, apps: [service] });
	simulator.log.append(impersonation("support"));
	vi.mocked(fetch).mockImplementation((input, init) => simulator.fetch(new Request(input, init)));
	const OKTA_PRIVATE_KEY = JSON.stringify(await exportJWK(privateKey));
	const credentials = { OKTA_CLIENT_ID: clientId, OKTA_PRIVATE_KEY };
	const standing = await inStorage(async (storage) => {
		const settings = orgSettings({ systemLog: { org: new URL(ORG), credentials } });
		const receiver = { sweep: (found: Found, keep: (taken: Taken) => void) => keep(all(found)) };
		const options = { types: () => undefined, onTaken: () => undefined };
		const sweep = new Sweep(openStores(storage, undefined), receiver, settings, options);
		await sweep.run();
		await sweep.run();
		return sweep.standing;
	});
	expect(standing).toMatchObject({ pages: 2, events: 1, error: "" });
	const asked = simulator.calls.filter(({ status }) => status === 200).map(({ method }) => method);
	expect(asked).toEqual(["POST", "GET", "GET"]);
});
