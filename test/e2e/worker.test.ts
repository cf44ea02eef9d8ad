import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createEngine } from "../../src/falco/engine.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import rules from "../../src/generated/rules.json" with { type: "json" };
import { oktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import type { LogEvent } from "../../src/okta/log-event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { ORG, SECRET, startSystem } from "./system.ts";

/** The path of an event through the Worker as it is deployed. */

const { harness, falcosidekick, ...system } = await startSystem();

beforeEach(() => {
	falcosidekick.requests.length = 0;
	falcosidekick.script = [];
	harness.clearLogs();
});

afterEach(({ task }) => {
	if (task.result?.state === "fail") harness.debug();
});

afterAll(system.close);

/** Each of its own user, so that rules which count find nothing to count. */
function eventOf(uuid: string, eventType: string): LogEvent {
	return logEvent({ uuid, eventType, actor: { id: uuid } });
}

function deliver(uuid: string, eventType: string) {
	return system.deliver(eventOf(uuid, eventType));
}

/** The one alert that the rules make of an event. */
function printedByFalco(log: LogEvent): string | undefined {
	const engine = createEngine(rules as unknown as RuleSet, OKTA_FIELDS, { indexField: "okta.evt.type", compileRegex });
	const context = { number: 1n, org: "acme", hostname: "acme.okta.com", history: mfaMemory() };
	return engine.evaluate(oktaEvent(log, context))[0]?.json;
}

function arrived(count: number) {
	return vi.waitFor(() => expect(falcosidekick.requests).toHaveLength(count), PATIENTLY);
}

test("the challenge is answered", async () => {
	const headers = { Authorization: SECRET, "X-Okta-Verification-Challenge": "aB3-xyz" };
	const response = await harness.fetch("/okta/events", { headers });
	expect([response.status, await response.text()]).toEqual([200, '{"verification":"aB3-xyz"}']);
});

test("an alert arrives by itself, as Falco would send it", async () => {
	expect((await deliver("e2e-1", "user.account.lock")).status).toBe(204);
	await arrived(1);
	const [request] = falcosidekick.requests;
	expect(request).toMatchObject({
		method: "POST",
		path: "/",
		headers: {
			"content-type": "application/json",
			"user-agent": "falcosecurity/falco",
			accept: "*/*",
			"content-length": String(Buffer.byteLength(request?.body ?? "")),
		},
	});
	expect(request?.body).toBe(printedByFalco(eventOf("e2e-1", "user.account.lock")));
	await vi.waitFor(() => {
		const messages = harness.getLogs().map(({ message }) => JSON.parse(message).message);
		expect(messages).toEqual(["delivery taken", "alert delivered"]);
	}, PATIENTLY);
});

test("an alert that found nobody arrives when somebody is there", async () => {
	falcosidekick.script = [{ drop: "before" }, { status: 503 }];
	expect((await deliver("e2e-2", "user.account.lock")).status).toBe(204);
	await arrived(3);
	expect(new Set(falcosidekick.requests.map(({ body }) => body)).size).toBe(1);
});

describe("an object that is stopped", () => {
	test("knows what it saw, and sends what it stored", async () => {
		const worker = harness.getWorker();
		falcosidekick.script = [{ status: 503 }];
		await deliver("e2e-3", "user.account.lock");
		await arrived(1);
		await worker.evictDurableObject("OktaOrg", ORG);
		expect((await deliver("e2e-3", "user.account.lock")).status).toBe(204);
		await arrived(2);
		const sql = await worker.getDurableObjectStorage("OktaOrg", ORG);
		await vi.waitFor(async () => expect(await sql.exec("SELECT id FROM pending")).toEqual([]), PATIENTLY);
		expect(await sql.exec("SELECT id FROM settled WHERE id GLOB 'e2e-3:*'")).toHaveLength(1);
	});
});

test("the cron tells how things stand", async () => {
	expect(await harness.getWorker().scheduled({ cron: "*/5 * * * *" })).toMatchObject({ outcome: "ok" });
	const lines = harness.getLogs().map(({ message }) => JSON.parse(message));
	expect(lines).toContainEqual(
		expect.objectContaining({ message: "watch", alerts: expect.objectContaining({ pending: 0, held: 0, dead: 0 }) }),
	);
});

test("no secret is in the log, whatever happens", async () => {
	falcosidekick.script = [{ status: 401 }];
	await harness.fetch("/okta/events", { method: "POST", headers: { Authorization: `${SECRET}-not` }, body: SECRET });
	await deliver("e2e-4", "user.account.lock");
	await arrived(2);
	expect(harness.getLogs().length).toBeGreaterThan(2);
	expect(JSON.stringify(harness.getLogs())).not.toContain(SECRET);
});
