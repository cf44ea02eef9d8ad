import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { app } from "../../src/worker/app.ts";
import { measureInto } from "../../src/worker/measure.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, SECRET } from "./system.ts";

beforeEach(begin);

/** Analytics Engine can be written to but not read from, here as at Cloudflare. */
function dataset() {
	const points: AnalyticsEngineDataPoint[] = [];
	return { points, writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
}

test("a delivery is a point", async () => {
	const ANALYTICS = dataset();
	const headers = { "Content-Type": "application/json", Authorization: SECRET };
	const lock = logEvent({ uuid: "lock-1", eventType: "user.account.lock" });
	const body = JSON.stringify(eventHook([lock, lock, logEvent(), {}]));
	await app().request("/okta/events", { method: "POST", headers, body }, { ...env, ANALYTICS } as Env);
	expect(ANALYTICS.points).toEqual([
		{ indexes: ["acme.okta.com"], blobs: ["deliveries", "taken"], doubles: [2, 1, 1, 0, 1] },
	]);
});

test("a point's index is never longer than Analytics Engine takes", () => {
	const ANALYTICS = dataset();
	const host = `${"a".repeat(60)}.${"b".repeat(60)}.example`;
	measureInto({ ...env, OKTA_ORG_URL: `https://${host}`, ANALYTICS })("alerts", "delivered", [1]);
	expect(ANALYTICS.points).toEqual([{ indexes: [host.slice(0, 96)], blobs: ["alerts", "delivered"], doubles: [1] }]);
});

test("without a dataset nothing is counted", () => {
	expect(() => measureInto(env)("alerts", "delivered", [1])).not.toThrow();
	expect(() => measureInto({ ...env, ANALYTICS: "okta_falco" })("alerts", "delivered", [1])).not.toThrow();
});
