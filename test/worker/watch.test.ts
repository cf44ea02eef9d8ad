import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import worker from "../../src/index.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { inStorage } from "../org/storage.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver, falcosidekick, received, ring } from "./system.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

async function cron(): Promise<void> {
	await worker.scheduled(createScheduledController({ cron: "*/5 * * * *" }), env);
}

test("the cron sets an alarm that was lost, and logs how things stand", async () => {
	await deliver([logEvent({ eventType: "user.account.lock" })]);
	await inStorage((storage) => storage.deleteAlarm());
	const logged = loggedBy("info");
	await cron();
	expect(logged()).toMatchObject([
		{ message: "watch", alerts: { pending: 1, dead: 0 }, destination: { state: "up" }, okta: { events: 1 } },
	]);
	expect(await ring()).toBe(true);
	expect(await received()).toHaveLength(1);
});

test("the cron says so when the object cannot be had", async () => {
	const logged = loggedBy("error");
	vi.spyOn(env.OKTA_ORG, "getByName").mockImplementation(() => {
		throw new Error("internal error");
	});
	await cron();
	expect(logged()).toEqual([
		{ level: "error", message: "the org's object is not available", reason: "internal error" },
	]);
});

test("the cron's line is an error when somebody has to see to something", async () => {
	await falcosidekick([{ status: 413 }]);
	await deliver([logEvent({ eventType: "user.account.lock" })]);
	await ring();
	const logged = loggedBy("error");
	await cron();
	expect(logged()).toMatchObject([{ message: "watch", troubles: [], alerts: { dead: 1 } }]);
});
