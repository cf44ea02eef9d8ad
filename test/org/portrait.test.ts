import { beforeEach, describe, expect, test } from "vitest";
import type { AlertPortrait } from "../../src/org/overview.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, deliver, falcosidekick, org, pass, ring, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const DAY = 86_400_000;
const LOCKED = "User has been locked out in OKTA";
const MFA = "Too many failed MFA in last 5min";

function lock(uuid: string, changes: Record<string, unknown> = {}) {
	return logEvent({ uuid, eventType: "user.account.lock", published: "2040-01-01T11:59:58.123Z", ...changes });
}

function mfaFailure(uuid: string, second: number) {
	const published = new Date(START - 60_000 + second * 1_000).toISOString();
	const eventType = "user.authentication.auth_via_mfa";
	return logEvent({ uuid, published, eventType, outcome: { result: "FAILURE", reason: "INVALID_CREDENTIALS" } });
}

async function portraitOf(id: string): Promise<AlertPortrait> {
	const portrait = await org().portrait(id);
	if (portrait === null) throw new Error("there is none");
	return portrait;
}

describe("a portrait", () => {
	test("has the alert, what is sent, what failed, the event as it came and why the rule matched", async () => {
		const event = lock("u1", { debugContext: { debugData: { odd: "<b>\u202e", number: 1e21 } } });
		await falcosidekick([{ status: 503 }]);
		await deliver([event]);
		await ring();
		expect(await portraitOf(`u1:${LOCKED}`)).toEqual({
			entry: {
				id: `u1:${LOCKED}`,
				state: "pending",
				priority: "Notice",
				rule: LOCKED,
				actor: "ines.duarte@acme.example",
				time: "2040-01-01T11:59:58.123000000Z",
				created: START,
				settled: null,
				attempts: 1,
				reason: "503: Falcosidekick or what stands before it is not well",
			},
			json: expect.stringContaining('"rule":"User has been locked out in OKTA"'),
			tries: [{ at: START, reason: "503: Falcosidekick or what stands before it is not well" }],
			event: JSON.stringify(event),
			explained: {
				type: "check",
				holds: true,
				text: "okta.evt.type = user.account.lock",
				values: [{ text: "okta.evt.type", value: "user.account.lock" }],
			},
			nearby: [],
		});
	});

	test("says what was counted, and counts nothing itself", async () => {
		await deliver([mfaFailure("m1", 1), mfaFailure("m2", 2), mfaFailure("m3", 3)]);
		const stored = () =>
			inStorage(({ sql }) => ["mfa", "series", "pending"].map((table) => sql.exec(`SELECT * FROM ${table}`).toArray()));
		const before = await stored();
		const { explained } = await portraitOf(`m3:${MFA}`);
		expect(explained).toMatchObject({ holds: true, values: [{ value: "3" }] });
		expect(await stored()).toEqual(before);
		await deliver([mfaFailure("m4", 4)]);
		expect((await portraitOf(`m4:${MFA}`)).explained).toMatchObject({ holds: true, values: [{ value: "4" }] });
	});

	test("has other alerts of the same actor around it", async () => {
		const other = { actor: { id: "00u2", alternateId: "sam@acme.example" } };
		await deliver([lock("u1"), lock("u2", { published: "2040-01-01T11:30:00Z" }), lock("u3", other)]);
		await deliver([lock("u4", { published: "2040-01-01T10:30:00Z" })]);
		const { nearby } = await portraitOf(`u1:${LOCKED}`);
		expect(nearby.map(({ id }) => id)).toEqual([`u2:${LOCKED}`]);
	});

	test("of an alert whose rule is gone has no explanation", async () => {
		await deliver([lock("u1")]);
		await inStorage(({ sql }) => void sql.exec("UPDATE pending SET rule = 'Gone', id = 'u1:Gone'"));
		expect(await portraitOf("u1:Gone")).toMatchObject({ event: expect.any(String), explained: null });
	});

	test("of an alert that is older than the events that are kept has none", async () => {
		await falcosidekick([], [["11:59:58.", { status: 413 }]]);
		await deliver([lock("u1")]);
		await ring();
		pass(32 * DAY);
		await ring();
		expect(await portraitOf(`u1:${LOCKED}`)).toMatchObject({
			entry: { state: "dead" },
			event: null,
			explained: null,
			tries: [{ at: START }],
		});
	});

	test("is found by any id that an event may have", async () => {
		const uuids = ["", " ", "a:b", "a:b:c", "': --", "x".repeat(240), "\u{1f600}"].filter((uuid) => uuid !== "");
		await deliver(uuids.map((uuid) => lock(uuid)));
		for (const uuid of uuids) {
			const { entry, event } = await portraitOf(`${uuid}:${LOCKED}`);
			expect([entry.id, JSON.parse(event ?? "null").uuid]).toEqual([`${uuid}:${LOCKED}`, uuid]);
		}
	});

	test("is null when there is no such alert", async () => {
		await deliver([lock("u1")]);
		expect(await org().portrait("u1")).toBeNull();
		expect(await org().portrait(`u1:${MFA}`)).toBeNull();
		expect(await org().portrait("")).toBeNull();
	});
});
