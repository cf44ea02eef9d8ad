import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import worker from "../../src/index.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, deliver, org, pass, receivedAlerts, ringFor } from "./system.ts";

/** Without the System Log there is nothing to go by but the pauses between deliveries. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeEach(async () => {
	await begin();
	// A Monday at 9:00.
	pass(21 * HOUR);
});

let serial = 0;

/** Hours of work and hours of rest in turn: a delivery every hour of work, the cron every hour. */
async function live(...turns: readonly (readonly ["work" | "rest", number])[]): Promise<void> {
	for (const [turn, hours] of turns) {
		for (let hour = 0; hour < hours; hour++) {
			pass(HOUR);
			if (turn === "work") await deliver([logEvent({ uuid: `event-${serial++}` })]);
			await worker.scheduled(createScheduledController({ cron: "*/5 * * * *" }), env);
		}
	}
	await ringFor(60_000);
}

async function rules(): Promise<unknown[]> {
	return (await receivedAlerts()).map(({ rule }) => rule);
}

test("nothing is raised before the first delivery", async () => {
	await live(["rest", 100]);
	expect(await rules()).toEqual([]);
});

test("nights and weekends raise nothing", async () => {
	for (let day = 0; day < 4; day++) await live(["work", 8], ["rest", 16]);
	await live(["work", 8], ["rest", 64], ["work", 1]);
	expect(await rules()).toEqual([]);
});

test("a day without a delivery is told once, and that there is one again", async () => {
	await live(["work", 8], ["rest", 16], ["work", 8], ["rest", 24]);
	expect(await rules()).toEqual([]);
	await live(["rest", 30]);
	expect(await rules()).toEqual(["Okta event feed silent"]);
	expect(await receivedAlerts()).toMatchObject([
		{ output: expect.stringContaining("no delivery for 25 h of weekdays; the longest pause in four weeks was 17 h") },
	]);
	await live(["work", 3]);
	expect(await rules()).toEqual(["Okta event feed silent", "Okta event feed resumed"]);
});

test("a pause that was usual once is known", async () => {
	await live(["work", 1], ["rest", 40], ["work", 1]);
	expect(await rules()).toEqual(["Okta event feed silent", "Okta event feed resumed"]);
	await live(["rest", 40], ["work", 1]);
	expect(await rules()).toHaveLength(2);
});

test("while it lasts the operators see it, and the Worker is not well", async () => {
	await live(["work", 1], ["rest", 30]);
	expect(await org().standing()).toMatchObject({ sweep: null, silences: [{ feed: "Event Hooks" }] });
	expect(Date.now() - ((await org().standing()).silences[0]?.since ?? 0)).toBeGreaterThan(DAY);
});
