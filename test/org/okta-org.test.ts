import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { oktaEngine, ruleSet } from "../../src/org/engine.ts";
import type { OktaOrg } from "../../src/org/okta-org.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "../worker/logged.ts";
import {
	begin,
	deliver,
	falcosidekick,
	org,
	pass,
	received,
	receivedAlerts,
	ring,
	ringFor,
	START,
} from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

const DAY = 86_400_000;

/** Events that alert, each at its own second. */
function locks(count: number, first = 0) {
	return Array.from({ length: count }, (_, at) => {
		const published = new Date(Date.UTC(2026, 2, 2, 9, 0, first + at)).toISOString();
		return logEvent({ uuid: `lock-${first + at}`, eventType: "user.account.lock", published });
	});
}

function mfaFailures(count: number) {
	return Array.from({ length: count }, (_, at) =>
		logEvent({
			uuid: `mfa-${at}`,
			published: `2026-03-02T10:00:0${at}Z`,
			eventType: "user.authentication.auth_via_mfa",
			outcome: { result: "FAILURE" },
		}),
	);
}

/** Seconds of the events whose alerts came, in the order in which they came. */
async function secondsReceived(): Promise<number[]> {
	return (await receivedAlerts()).map(({ time }) => (Date.parse(String(time)) - Date.UTC(2026, 2, 2, 9)) / 1_000);
}

async function alarmIn(): Promise<number | null> {
	const at = await inStorage((storage) => storage.getAlarm());
	return at === null ? null : at - Date.now();
}

const DOWN = { status: 503 };

describe("Falcosidekick is down", () => {
	test("an alert arrives as soon as it is back", async () => {
		await falcosidekick([DOWN, { drop: "before" }, { status: 502, body: "<html>Bad Gateway</html>" }]);
		await deliver(locks(1));
		await ringFor(120_000);
		expect(await received()).toHaveLength(4);
		expect((await org().watch()).alerts).toEqual({ pending: 0, held: 0, dead: 0, deliveredLastDay: 1 });
	});

	test("one alert at a time finds out, ever less often, and none is given up", async () => {
		await deliver(locks(30));
		await falcosidekick(Array(100).fill(DOWN));
		await ring();
		expect(await received()).toHaveLength(3);
		const waits: number[] = [];
		for (let probe = 0; probe < 12; probe++) {
			const wait = (await alarmIn()) ?? Number.NaN;
			waits.push(wait);
			pass(wait);
			await ring();
			expect(await received()).toHaveLength(4 + probe);
		}
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
		expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
		expect(await org().watch()).toMatchObject({
			alerts: { pending: 30, dead: 0 },
			destination: { state: "down", failures: 13, since: START, reason: expect.stringContaining("503") },
		});
		await falcosidekick([]);
		await ringFor(180_000);
		expect(new Set(await secondsReceived()).size).toBe(30);
	});

	test("deliveries go on being taken, without a try for each", async () => {
		await falcosidekick(Array(100).fill(DOWN));
		await deliver(locks(3));
		await ring();
		const next = await alarmIn();
		expect((await deliver(locks(3, 3))).status).toBe(204);
		expect(await alarmIn()).toBe(next);
		expect(await received()).toHaveLength(3);
	});

	test("it is left alone for as long as it asks", async () => {
		await falcosidekick([{ status: 429, headers: { "Retry-After": "300" } }]);
		await deliver(locks(1));
		await ring();
		expect(await alarmIn()).toBe(300_000);
		pass(299_999);
		await ring();
		expect(await received()).toHaveLength(1);
		pass(1);
		await ring();
		expect(await received()).toHaveLength(2);
	});

	test("the log tells once that it is away and once that it is back", async () => {
		const warned = loggedBy("warn");
		const informed = loggedBy("info");
		await falcosidekick([DOWN, DOWN, DOWN]);
		await deliver(locks(1));
		await ringFor(120_000);
		const away = "Falcosidekick does not answer: alerts wait";
		const back = "Falcosidekick takes alerts again";
		expect(warned().filter(({ message }) => message === away)).toHaveLength(1);
		expect(informed().filter(({ message }) => message === back)).toHaveLength(1);
	});
});

describe("an alert that Falcosidekick", () => {
	test("will never take is dead at once, and the others go on", async () => {
		const logged = loggedBy("error");
		await falcosidekick([], [["09:00:01.", { status: 400, body: "Please send a valid request body\n" }]]);
		await deliver(locks(3));
		await ring();
		expect(await secondsReceived()).toEqual([0, 1, 2]);
		expect((await org().watch()).alerts).toMatchObject({ pending: 0, dead: 1, deliveredLastDay: 2 });
		expect(logged()).toMatchObject([
			{
				message: "alert refused for good",
				alert: "lock-1:User has been locked out in OKTA",
				reason: expect.stringContaining("no valid alert"),
			},
		]);
		pass(3_600_000);
		await ring();
		expect(await received()).toHaveLength(3);
	});

	test.each([
		["drops the connection for", { drop: "before" as const }],
		["has no answer to, through a firewall,", { status: 403, body: "blocked" }],
	])("%s does not stop the others, and is not lost", async (_, answer) => {
		await falcosidekick([], [["09:00:00.", answer]]);
		await deliver(locks(1));
		await ring();
		await deliver(locks(20, 1));
		await ringFor(60_000);
		expect(new Set(await secondsReceived()).size).toBe(21);
		expect((await org().watch()).alerts).toMatchObject({ dead: 0, deliveredLastDay: 20 });
		await falcosidekick([]);
		await ringFor(3_600_000, 60_000);
		expect(await secondsReceived()).toEqual([0]);
	});
});

test("an alert that nobody takes does not make those that come after it wait", async () => {
	await falcosidekick([], [["09:00:00.", { status: 403 }]]);
	await deliver(locks(1));
	await ringFor(5_000);
	expect((await org().watch()).destination).toMatchObject({ state: "misconfigured", failures: 2 });
	expect(await alarmIn()).toBeGreaterThan(50_000);
	await deliver(locks(1, 1));
	expect(await alarmIn()).toBe(0);
	await ring();
	expect((await secondsReceived()).slice(-2)).toContain(1);
	expect((await org().watch()).alerts).toMatchObject({ dead: 0, deliveredLastDay: 1 });
});

describe("Falcosidekick is misconfigured", () => {
	test.each([
		["credentials", { status: 401 }],
		["credentials", { status: 403 }],
		["no such place", { status: 404 }],
		["a redirect", { status: 302, headers: { Location: "https://login.example.com/" } }],
		["another of its paths", { status: 200, body: "pong\n" }],
		["the wrong scheme", { status: 400, body: "Client sent an HTTP request to an HTTPS server.\n" }],
	])("alerts are held: %s, %j", async (_, answer) => {
		const logged = loggedBy("error");
		await falcosidekick(Array(50).fill(answer));
		await deliver(locks(8));
		for (let time = 0; time < 4; time++) {
			await ring();
			pass((await alarmIn()) ?? 0);
		}
		expect((await org().watch()).alerts).toEqual({ pending: 0, held: 8, dead: 0, deliveredLastDay: 0 });
		expect(await received()).toHaveLength(3 + 3);
		expect(logged().map(({ message }) => message)).toEqual(["Falcosidekick is misconfigured: alerts are held"]);
		await falcosidekick([]);
		await ringFor(180_000);
		expect(new Set(await secondsReceived()).size).toBe(8);
	});
});

describe("the pace", () => {
	test("of 10 a second sets in after a burst of 20", async () => {
		await deliver(locks(30));
		await ring();
		expect(await secondsReceived()).toEqual(Array.from({ length: 20 }, (_, at) => at));
		expect(await alarmIn()).toBe(100);
		pass(100);
		await ring();
		expect(await received()).toHaveLength(21);
		pass(400);
		await ring();
		expect(await received()).toHaveLength(25);
	});

	test("is kept through a restart", async () => {
		await deliver(locks(30));
		await ring();
		await evictDurableObject(org());
		await ring();
		expect(await received()).toHaveLength(20);
	});
});

describe("order", () => {
	test("is the most urgent first, then by time of the events", async () => {
		await deliver([...locks(5).reverse(), ...mfaFailures(3)]);
		await ring();
		expect((await receivedAlerts()).map(({ priority, time }) => [priority, String(time).slice(11, 19)])).toEqual([
			["Warning", "10:00:02"],
			["Notice", "09:00:00"],
			["Notice", "09:00:01"],
			["Notice", "09:00:02"],
			["Notice", "09:00:03"],
			["Notice", "09:00:04"],
		]);
	});
});

describe("the object", () => {
	test("takes deliveries in day after day, with alarms or without", async () => {
		for (let day = 0; day < 20; day++) {
			expect((await deliver(locks(1, day))).status).toBe(204);
			expect((await deliver(locks(1, day))).status).toBe(204);
			if (day >= 10) await ring();
			pass(DAY);
		}
		expect((await org().watch()).okta).toMatchObject({ events: 20, duplicates: 20 });
	});

	test("does not look for what is due when a delivery made no alert", async () => {
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

	test("keeps everything when it is stopped", async () => {
		await falcosidekick(Array(20).fill(DOWN));
		await deliver([...locks(2), ...mfaFailures(2)]);
		await ring();
		const before = await org().watch();
		await evictDurableObject(org());
		expect(await org().watch()).toEqual(before);
		expect((await deliver([...locks(2), ...mfaFailures(3)])).status).toBe(204);
		expect((await org().watch()).okta).toMatchObject({ duplicates: 4, alerts: 3 });
		await falcosidekick([]);
		await ringFor(180_000);
		expect(await received()).toHaveLength(3);
	});

	test("stores a delivery whole or not at all", async () => {
		const logged = loggedBy("error");
		const trigger =
			"CREATE TRIGGER fail BEFORE INSERT ON pending WHEN NEW.id GLOB 'lock-2:*' BEGIN SELECT RAISE(ABORT, 'full'); END";
		await inStorage(({ sql }) => void sql.exec(trigger));
		expect((await deliver(locks(3))).status).toBe(503);
		expect(await org().watch()).toMatchObject({ alerts: { pending: 0 }, okta: { deliveries: 0 } });
		expect(logged()).toMatchObject([{ status: 503, reason: expect.stringContaining("full") }]);
		await inStorage(({ sql }) => void sql.exec("DROP TRIGGER fail"));
		expect((await deliver(locks(3))).status).toBe(204);
		await ring();
		expect(await received()).toHaveLength(3);
	});

	test("sets an event aside when evaluating it throws, and takes the others", async () => {
		const logged = loggedBy("error");
		const engine = oktaEngine();
		const evaluate = engine.evaluate.bind(engine);
		vi.spyOn(engine, "evaluate").mockImplementation((event) => {
			if (event.log.uuid === "lock-1") throw new TypeError("a bug");
			return evaluate(event);
		});
		expect((await deliver(locks(3))).status).toBe(204);
		expect((await org().watch()).okta).toMatchObject({ events: 2, failed: 1, alerts: 2 });
		expect(await org().setAsides(10)).toMatchObject([
			{ kind: "failed", reason: "TypeError: a bug", text: JSON.stringify(locks(1, 1)[0]) },
		]);
		expect(logged()).toMatchObject([{ message: "an event could not be evaluated", uuid: "lock-1" }]);
	});

	test("evaluates such an event by itself once it has started anew", async () => {
		loggedBy("error");
		const bug = vi.spyOn(oktaEngine(), "evaluate").mockImplementation(() => {
			throw new TypeError("a bug");
		});
		await deliver(locks(2));
		expect((await org().watch()).setAside).toEqual({ rejected: 0, failed: 2 });
		bug.mockRestore();
		expect((await org().watch()).setAside).toEqual({ rejected: 0, failed: 2 });
		await evictDurableObject(org());
		expect(await org().watch()).toMatchObject({ setAside: { failed: 0 }, alerts: { pending: 2 } });
	});

	test("goes on after an alarm that fails", async () => {
		const logged = loggedBy("error");
		await deliver(locks(1));
		await inStorage(({ sql }) => void sql.exec("ALTER TABLE pending RENAME TO lost"));
		expect(await ring()).toBe(true);
		expect(logged()).toMatchObject([{ message: "an alarm failed", reason: expect.stringContaining("pending") }]);
		expect(await alarmIn()).toBe(30_000);
		await inStorage(({ sql }) => void sql.exec("ALTER TABLE lost RENAME TO pending"));
		await ring();
		expect(await received()).toHaveLength(1);
	});

	test("sets its alarm again when it was lost", async () => {
		await deliver(locks(1));
		await inStorage((storage) => storage.deleteAlarm());
		expect(await ring()).toBe(false);
		await org().watch();
		expect(await ring()).toBe(true);
		expect(await received()).toHaveLength(1);
	});

	test("forgets what was delivered a month ago, some at a time, and keeps what is dead", async () => {
		await falcosidekick([], [["09:00:01.", { status: 413 }]]);
		await deliver(locks(3));
		await ring();
		await inStorage(({ sql }) => {
			sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
				INSERT INTO settled SELECT state, at, id || i, level, time, rule, actor, created, attempts, reason, json, tries
				FROM settled, n WHERE id GLOB 'lock-0:*'`);
		});
		const count = () => inStorage(({ sql }) => sql.exec("SELECT count(*) AS n FROM settled").one().n);
		pass(29 * 86_400_000);
		await ring();
		expect(await count()).toBe(703);
		pass(2 * 86_400_000);
		await ring();
		expect(await count()).toBe(203);
		expect(await alarmIn()).toBe(1_000);
		pass(1_000);
		await ring();
		expect(await count()).toBe(1);
		expect((await org().watch()).alerts.dead).toBe(1);
	});
});

test("a storm of alerts is cut short, and one that stands for the rest comes when it is over", async () => {
	Object.assign(ruleSet(), { storm: { alerts: 2, seconds: 300 } });
	try {
		await deliver(locks(5));
		await ring();
		expect(await secondsReceived()).toEqual([0, 1]);
		const wait = await alarmIn();
		expect(wait).toBe(300_000);
		pass(300_000);
		await ring();
		expect((await receivedAlerts())[2]).toMatchObject({
			output: expect.stringMatching(/ \(one of 3 of this rule, from \S+ to \S+\)$/),
		});
		const { alerts } = await org().alerts({ states: ["suppressed"] }, 9);
		expect(alerts.map(({ id }) => id.split(":")[0])).toEqual(["lock-4", "lock-3", "lock-2"]);
	} finally {
		Reflect.deleteProperty(ruleSet(), "storm");
	}
});
