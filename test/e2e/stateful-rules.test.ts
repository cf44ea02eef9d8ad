import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { buildEvents } from "../../scripts/rules/rule-tests/build-events.ts";
import { referenceEvents } from "../../scripts/rules/rule-tests/reference-events.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { ROOT } from "../fixtures/run-script.ts";
import { ORG, startSystem } from "./system.ts";

/** The shipped rules that look back, in the Worker as it is deployed: attacks of many events, delivery by delivery. */

const { harness, falcosidekick, deliver, close } = await startSystem({ ALERTS_PER_SECOND: "1000" });

beforeEach(() => {
	falcosidekick.requests.length = 0;
});

afterEach(({ task }) => {
	if (task.result?.state === "fail") harness.debug();
});

afterAll(close);

const reference = referenceEvents(join(ROOT, "rules/tests"));
let attacks = 0;

type Step = readonly [event: string, at: number, changes?: JsonObject];

/** The events of an attack as Okta records them, all of users and uuids of its own. */
function attack(...steps: readonly Step[]): JsonObject[] {
	attacks++;
	const happenings = steps.map(([event, at, changes = {}]) => ({ event, at, with: changes, without: [] }));
	return buildEvents(happenings, reference).map((event, index) => {
		const text = JSON.stringify({ ...event, uuid: `attack-${attacks}-${index}` });
		// Nothing that an earlier attack left behind may count for this one.
		return JSON.parse(text.replaceAll(/"00u/g, `"00a${attacks}`).replaceAll("198.51.100.60", `198.51.100.${attacks}`));
	});
}

/** Has Okta deliver each event by itself; tells which rules alerted, and on which event, once all is quiet. */
async function play(events: readonly JsonObject[]): Promise<string[]> {
	for (const event of events) expect((await deliver(event)).status).toBe(204);
	const sql = await harness.getWorker().getDurableObjectStorage("OktaOrg", ORG);
	await vi.waitFor(async () => expect(await sql.exec("SELECT id FROM pending")).toEqual([]), PATIENTLY);
	return falcosidekick.requests.map(({ body }) => {
		const { rule, output_fields: fields } = JSON.parse(body);
		return `${fields["okta.uuid"]}: ${rule}`;
	});
}

const of = (rule: string, alerts: readonly string[]) => alerts.filter((alert) => alert.endsWith(`: ${rule}`));

describe("password spray", () => {
	const SPRAY = "Okta Password Spray from One Address";
	const spray = () =>
		attack(...Array.from({ length: 14 }, (_, n): Step => ["sign-in-failed", n * 30, { "actor.id": `00u-${n}` }]));

	test("alerts once, at the tenth user", async () => {
		expect(of(SPRAY, await play(spray()))).toEqual([`attack-${attacks}-9: ${SPRAY}`]);
	});

	test("alerts once though everything is delivered twice, newest first", async () => {
		const events = spray().reverse();
		expect(of(SPRAY, await play([...events, ...events]))).toHaveLength(1);
	});

	test("is not forgotten when the object stops", async () => {
		const events = spray();
		await play(events.slice(0, 9));
		await harness.getWorker().evictDurableObject("OktaOrg", ORG);
		expect(of(SPRAY, await play(events.slice(9)))).toEqual([`attack-${attacks}-9: ${SPRAY}`]);
	});

	test("that stays below ten users does not alert", async () => {
		expect(of(SPRAY, await play(spray().slice(0, 9)))).toEqual([]);
	});
});

describe("MFA fatigue", () => {
	const BOMBED = "Okta MFA Bombing Succeeded";
	const APPROVED = {
		outcome: { result: "SUCCESS", reason: null },
		"debugContext.debugData.pushOnlyResponseType": "OV_RESPONSE_APPROVE",
	};
	const denials = (event: string) => [0, 40, 80, 120].map((second): Step => [event, second]);

	test("alerts once, on the prompt that was answered in the end", async () => {
		const events = attack(...denials("push-denied"), ["push-denied", 150, APPROVED]);
		expect(of(BOMBED, await play(events))).toEqual([`attack-${attacks}-4: ${BOMBED}`]);
	});

	test("alerts once when the refusals come after the success, as they do from Classic Engine's System Log", async () => {
		const [answered, ...refused] = attack(["push-denied", 150, APPROVED], ...denials("push-denied-on-classic"));
		// The first event sets the time of the others.
		const at = (event: JsonObject, second: number) => ({ ...event, published: `2026-03-02T11:0${second}:00.000Z` });
		const events = [at(answered!, 5), ...refused.map((event, index) => at(event, index))];
		expect(of(BOMBED, await play(events))).toEqual([`attack-${attacks}-0: ${BOMBED}`]);
	});

	test("does not alert when the user refuses to the end", async () => {
		expect(of(BOMBED, await play(attack(...denials("push-denied"))))).toEqual([]);
	});
});

describe("a chain of admins", () => {
	const PASSED_ON = "Okta Admin Role Passed On";
	const grant = (by: string, to: string): JsonObject => ({ "actor.id": `00u-${by}`, "target.0.id": `00u-${to}` });

	test("alerts once, when the new admin makes another", async () => {
		const events = attack(
			["role-granted", 0, grant("owner", "mule")],
			["role-granted", 600, grant("mule", "second")],
			["role-granted", 610, grant("mule", "second")],
		);
		expect(of(PASSED_ON, await play(events))).toEqual([`attack-${attacks}-1: ${PASSED_ON}`]);
	});

	test("alerts once when the first grant comes last", async () => {
		const events = attack(["role-granted", 0, grant("owner", "mule")], ["role-granted", 600, grant("mule", "second")]);
		expect(of(PASSED_ON, await play(events.reverse()))).toEqual([`attack-${attacks}-1: ${PASSED_ON}`]);
	});

	test("is none when one admin makes two", async () => {
		const events = attack(["role-granted", 0, grant("owner", "one")], ["role-granted", 60, grant("owner", "two")]);
		expect(of(PASSED_ON, await play(events))).toEqual([]);
	});
});
