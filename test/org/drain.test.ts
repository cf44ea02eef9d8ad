import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { Drain } from "../../src/org/drain.ts";
import { Outbox } from "../../src/org/outbox.ts";
import type { OrgSettings } from "../../src/org/settings.ts";
import { begin, falcosidekick, pass, received } from "../worker/system.ts";
import { orgSettings } from "./org-settings.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const DESTINATION = {
	url: env.FALCOSIDEKICK_URL,
	headers: {},
	text: "inert" as const,
	fetch: (url: string, init: RequestInit) => fetch(url, init),
};

function settings(changes: Partial<OrgSettings> = {}): OrgSettings {
	return orgSettings({ destination: DESTINATION, ...changes });
}

function fill(outbox: Outbox, count: number): void {
	for (let at = 0; at < count; at++) {
		const time = new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString();
		outbox.add(
			{ id: `alert-${at}`, level: 5, time, rule: "r", actor: "a", output: "o", json: `{"n":${at}}` },
			Date.now(),
		);
	}
}

test("alerts are held while it is not said where Falcosidekick is, and go when it is", () =>
	inStorage(async (storage) => {
		const outbox = new Outbox(storage.sql);
		fill(outbox, 2);
		const faults = [{ name: "FALCOSIDEKICK_URL", fault: "is not set" }];
		const unconfigured = new Drain(storage, outbox, settings({ destination: { faults } }));
		await unconfigured.run();
		expect(unconfigured.destination).toMatchObject({ state: "misconfigured", reason: "FALCOSIDEKICK_URL is not set" });
		pass(60_000);
		const configured = new Drain(storage, outbox, settings());
		expect(configured.destination.state).toBe("misconfigured");
		await configured.run();
		expect(configured.destination.state).toBe("up");
		expect(outbox.isEmpty()).toBe(true);
		expect(await received()).toHaveLength(2);
	}));

test("one alarm sends at most as much as the Free plan lets it", () =>
	inStorage(async (storage) => {
		const outbox = new Outbox(storage.sql);
		fill(outbox, 50);
		const drain = new Drain(storage, outbox, settings({ pace: { perSecond: 1_000, burst: 1_000 } }));
		await drain.run();
		expect(await received()).toHaveLength(40);
		expect(drain.wakeAt(Date.now())).toBe(Date.now());
		await drain.run();
		expect(await received()).toHaveLength(50);
		expect(drain.wakeAt(Date.now())).toBeUndefined();
	}));

test("an alert costs three rows written: one to wait, two to leave", () =>
	inStorage(async (real) => {
		const { storage, written } = counted(real);
		const outbox = new Outbox(storage.sql);
		const drain = new Drain(storage, outbox, settings());
		fill(outbox, 12);
		expect(written()).toBe(12);
		await drain.run();
		expect(await received()).toHaveLength(12);
		expect(written()).toBe(24);
	}));

test("an operator need not wait for the next try", () =>
	inStorage(async (storage) => {
		const outbox = new Outbox(storage.sql);
		fill(outbox, 1);
		await new Drain(storage, outbox, settings({ destination: { faults: [] } })).run();
		const drain = new Drain(storage, outbox, settings());
		expect(drain.wakeAt(Date.now())).toBeGreaterThan(Date.now());
		drain.hurry(Date.now());
		expect(drain.wakeAt(Date.now())).toBe(Date.now());
		await drain.run();
		expect(outbox.isEmpty()).toBe(true);
	}));

test("what became of the alerts is counted, once for each alarm", () =>
	inStorage(async (storage) => {
		const outbox = new Outbox(storage.sql);
		fill(outbox, 14);
		await falcosidekick([{}, { status: 413 }, { status: 503 }]);
		const counted: unknown[] = [];
		await new Drain(storage, outbox, settings({ measure: (...counts) => counted.push(counts) })).run();
		expect(counted).toEqual([
			["alerts", "delivered", [12]],
			["alerts", "rejected", [1]],
			["alerts", "retry", [1]],
		]);
	}));
