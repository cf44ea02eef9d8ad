import { runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OktaOrg } from "../../src/org/okta-org.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, deliver, org, received, ring } from "../worker/system.ts";
import { locks } from "./alerting-events.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

test("an alarm that was lost is set again", async () => {
	await deliver(locks(1));
	await inStorage((storage) => storage.deleteAlarm());
	expect(await ring()).toBe(false);
	await org().watch();
	expect(await ring()).toBe(true);
	expect(await received()).toHaveLength(1);
});
test("a delivery that made no alert has nobody look for what is due", async () => {
	await deliver(locks(1));
	const calm = { source: "", eventId: "d", events: [logEvent({ uuid: "calm" })], rejected: [] };
	const asked = await runInDurableObject(org(), (object: OktaOrg, { storage }) => {
		const exec = vi.spyOn(storage.sql, "exec");
		expect(object.receive(calm)).toMatchObject({ events: 1, alerts: 0 });
		return exec.mock.calls.map(([query]) => query);
	});
	expect(asked).toContainEqual(expect.stringContaining("seen_"));
	expect(asked.filter((query) => /pending|storm/.test(query))).toEqual([]);
});
