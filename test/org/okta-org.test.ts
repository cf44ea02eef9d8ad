import { evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { oktaEngine } from "../../src/org/engine.ts";
import { loggedBy } from "../worker/logged.ts";
import { begin, deliver, falcosidekick, org, pass, received, ring, ringFor } from "../worker/system.ts";
import { locks, mfaFailures } from "./alerting-events.ts";
import { alarmIn, inStorage } from "./storage.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

const DAY = 86_400_000;

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

	test("keeps everything when it is stopped", async () => {
		await falcosidekick(Array(20).fill({ status: 503 }));
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

	test("evaluates all such events, however many there are, each once", async () => {
		loggedBy("error");
		const engine = oktaEngine();
		const evaluate = engine.evaluate.bind(engine);
		const bug = vi.spyOn(engine, "evaluate").mockImplementation(() => {
			throw new TypeError("a bug");
		});
		await deliver(locks(250));
		await evictDurableObject(org());
		// Half of the first ones are not mended.
		bug.mockClear().mockImplementation((event) => {
			if (Number(String(event.log.uuid).slice(5)) < 50) throw new TypeError("a bug");
			return evaluate(event);
		});
		const failed: number[] = [];
		for (let watch = 0; watch < 4; watch++) failed.push((await org().watch()).setAside.failed);
		expect(failed).toEqual([200, 100, 50, 50]);
		expect(bug).toHaveBeenCalledTimes(250);
		expect((await org().watch()).alerts.pending).toBe(200);
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
});
