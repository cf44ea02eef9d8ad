import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { beginOkta, cron, logged, okta, readsTheLog } from "./okta-log.ts";
import { begin, deliver, org, pass, receivedAlerts, ringFor, setVariable } from "./system.ts";

readsTheLog();
setVariable("ALERTS_PER_SECOND", "1000");

beforeEach(async () => {
	await begin();
	await beginOkta();
	// A Monday at noon.
	pass(DAY);
});
afterEach(() => vi.restoreAllMocks());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function lock(uuid: string, changes: JsonObject = {}) {
	return logEvent({ uuid, eventType: "user.account.lock", published: new Date().toISOString(), ...changes });
}

const UNADDRESSED = { debugContext: { debugData: { targetEventHookIds: null } } };

/** The cron goes off every half hour, and alerts leave. */
async function live(milliseconds: number, step = 30 * MINUTE, each: () => Promise<void> = async () => undefined) {
	for (let left = milliseconds; left > 0; left -= step) {
		pass(step);
		await each();
		await cron();
	}
	await ringFor(60_000);
}

/** Rules of the alerts about feeds that came, and each feed. */
async function feedAlerts(): Promise<string[]> {
	return (await receivedAlerts())
		.filter(({ rule }) => /feed/.test(String(rule)))
		.map(({ rule, output_fields }) => `${rule}: ${(output_fields as JsonObject)["feed.name"]}`);
}

/** Uuids of the events that alerted, in order. */
async function locks(): Promise<string[]> {
	const { alerts } = await org().alerts({ states: ["delivered"], rule: "User has been locked out in OKTA" }, 200);
	return alerts.map(({ id }) => id.split(":", 1)[0] ?? "").sort();
}

const SILENT = "Okta event feed silent: Event Hooks";
const RESUMED = "Okta event feed resumed: Event Hooks";

test("hooks that fail for two days are told once, everything they lost alerts once, and their return is told once", async () => {
	const pushed = lock("pushed");
	await logged(pushed);
	await deliver([pushed]);
	await cron();
	let at = 0;
	await live(2 * DAY, 30 * MINUTE, async () => {
		if (at % 4 === 0) await logged(lock(`lost-${at / 4}`));
		at++;
		if (at % 20 === 0) await evictDurableObject(org());
	});
	expect(await feedAlerts()).toEqual([SILENT]);
	expect(await org().standing()).toMatchObject({
		sweep: { recovered: 24 },
		silences: [
			{
				feed: "Event Hooks",
				reason: "the System Log has 3 events that a hook was to bring and did not within an hour",
			},
		],
	});
	const back = lock("back");
	await logged(back);
	await deliver([back]);
	await live(HOUR);
	expect(await feedAlerts()).toEqual([SILENT, RESUMED]);
	expect((await org().standing()).silences).toEqual([]);
	const lost = Array.from({ length: 24 }, (_, number) => `lost-${number}`);
	expect(await locks()).toEqual(["back", ...lost, "pushed"].sort());
});

test("hooks that were switched off are told once, though nothing was addressed to them any more", async () => {
	await deliver([lock("pushed")]);
	await cron();
	await live(30 * HOUR, 30 * MINUTE, async () => logged(lock(crypto.randomUUID(), UNADDRESSED)));
	expect(await feedAlerts()).toEqual([SILENT]);
	expect((await org().standing()).silences).toMatchObject([{ reason: expect.stringMatching(/is the hook active/) }]);
	expect((await org().standing()).sweep).toMatchObject({ recovered: 0, alerts: 60 });
});

test("a quiet org raises nothing, however long", async () => {
	await deliver([lock("pushed")]);
	await live(6 * DAY, 3 * HOUR);
	expect(await feedAlerts()).toEqual([]);
});

test("a night and a lost event raise nothing", async () => {
	await deliver([lock("pushed")]);
	await cron();
	await logged(lock("lost"));
	await live(14 * HOUR);
	expect(await feedAlerts()).toEqual([]);
	expect((await org().standing()).sweep).toMatchObject({ recovered: 1 });
});

describe("a System Log that cannot be read", () => {
	const REFUSED = { status: 401, body: { errorCode: "E0000011", errorSummary: "Invalid token provided" } };

	test("is told once after an hour, and once when it can be read again", async () => {
		const told = loggedBy("error");
		await cron();
		await okta({ script: Array(5).fill(REFUSED) });
		await live(2.5 * HOUR);
		expect(await feedAlerts()).toEqual(["Okta event feed silent: System Log"]);
		const [alert] = await receivedAlerts();
		expect(alert).toMatchObject({
			priority: "Warning",
			hostname: "acme.okta.com",
			output_fields: { "feed.reason": expect.stringContaining("Invalid token provided") },
		});
		expect(told().filter(({ message }) => message === "an event feed is silent")).toHaveLength(1);
		await live(HOUR);
		expect(await feedAlerts()).toEqual(["Okta event feed silent: System Log", "Okta event feed resumed: System Log"]);
	});

	test("is no reason for an alert when it is back within the hour", async () => {
		await cron();
		await okta({ script: [REFUSED, REFUSED] });
		await live(2 * HOUR);
		expect(await feedAlerts()).toEqual([]);
	});
});
