import { createScheduledController } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import worker from "../../src/index.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, deliver, org, pass, SECRET, TOKEN } from "./system.ts";

const MINUTE = 60_000;

let hours = 0;

beforeEach(async () => {
	await begin();
	// An isolate remembers when it last told.
	pass(hours++ * 60 * MINUTE);
});
afterEach(() => vi.restoreAllMocks());

const JSON_TYPE = { "Content-Type": "application/json" };
const WRONG = { headers: { ...JSON_TYPE, Authorization: `${SECRET}x` } };

/** What is remembered, once that is of now: the refusal is answered before. Fails by taking too long. */
async function refusedNow() {
	for (;;) {
		const { refused } = await org().standing();
		if (refused?.last === Date.now()) return refused;
		await scheduler.wait(1);
	}
}

let serial = 0;

function send(init: Parameters<typeof deliver>[1]): Promise<Response> {
	return deliver([logEvent({ uuid: `event-${serial++}` })], init);
}

test.each([
	["with the wrong secret", WRONG, 401, "the Authorization header has another secret"],
	["without one", { headers: JSON_TYPE }, 401, "there is no Authorization header"],
	[
		"of another org",
		{ envelope: { source: "https://other.okta.com/api/v1/eventHooks/who1" } },
		403,
		'the delivery comes from "other.okta.com", which is neither OKTA_ORG_URL nor one of OKTA_ORG_ALIASES',
	],
	[
		"that is none",
		{ body: "{}" },
		400,
		"the body is not a delivery of an event hook: data: expected object, but it is missing",
	],
] as const)("a delivery %s is told of to who looks", async (_, init, status, reason) => {
	const now = Date.now();
	expect((await send(init)).status).toBe(status);
	expect(await refusedNow()).toEqual({ since: now, last: now, status, reason });
	const told = await exports.default.fetch("https://okta-falco.example.com/admin/status", {
		headers: { Authorization: `Bearer ${TOKEN}` },
	});
	const iso = new Date(now).toISOString();
	expect(await told.json()).toMatchObject({ troubles: [], refused: { since: iso, last: iso, status, reason } });
});

/** Whether `/healthz` would say that all is well, as the cron logs it. */
async function isWell(): Promise<boolean> {
	const logged = vi.spyOn(console, "log").mockImplementation(() => {});
	const failed = vi.spyOn(console, "error").mockImplementation(() => {});
	await worker.scheduled(createScheduledController({ cron: "*/5 * * * *" }), env);
	const count = failed.mock.calls.length;
	logged.mockRestore();
	failed.mockRestore();
	return count === 0;
}

/** Has a delivery refused each minute, and one taken where that is wanted. */
async function knock(minutes: number, isTakenAt?: number): Promise<void> {
	for (let minute = 0; minute <= minutes; minute++) {
		await send(WRONG);
		await refusedNow();
		if (minute === isTakenAt) expect((await send({})).status).toBe(204);
		if (minute < minutes) pass(MINUTE);
	}
}

test.each([
	["nine minutes long", 9, undefined, true],
	["ten minutes long", 10, undefined, false],
	["ten minutes long, while others are taken", 10, 5, true],
])("all is well while deliveries are refused %s: %s", async (_, minutes, isTakenAt, expected) => {
	await send({});
	pass(MINUTE);
	await knock(minutes, isTakenAt);
	expect(await isWell()).toBe(expected);
});

test("a minute's worth of strangers wakes the org's object once", async () => {
	await send(WRONG);
	const { since } = await refusedNow();
	pass(MINUTE - 1);
	await send(WRONG);
	pass(1);
	await send(WRONG);
	expect(await refusedNow()).toMatchObject({ since, last: since + MINUTE });
});
