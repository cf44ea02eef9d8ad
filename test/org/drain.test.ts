import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { Drain } from "../../src/org/drain.ts";
import { Figures } from "../../src/org/figures.ts";
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

/** Another start of the object: what it knew besides its storage is gone. */
function drainOf(storage: DurableObjectStorage, changes: Partial<OrgSettings> = {}): Drain {
	const options = { figures: new Figures(storage), onChange: () => undefined };
	return new Drain(storage, new Outbox(storage.sql), settings(changes), options);
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

/** Sends all that is in the outbox, and lets time pass where that has to wait. */
async function empty(drain: Drain): Promise<void> {
	for (let at = drain.wakeAt(Date.now()); at !== undefined; at = drain.wakeAt(Date.now())) {
		pass(Math.max(at - Date.now(), 0));
		await drain.run();
	}
}

test("alerts are held while it is not said where Falcosidekick is, and go when it is", () =>
	inStorage(async (storage) => {
		const outbox = new Outbox(storage.sql);
		fill(outbox, 2);
		const faults = [{ name: "FALCOSIDEKICK_URL", fault: "is not set" }];
		const unconfigured = drainOf(storage, { destination: { faults } });
		await unconfigured.run();
		expect(unconfigured.destination).toMatchObject({ state: "misconfigured", reason: "FALCOSIDEKICK_URL is not set" });
		pass(60_000);
		const configured = drainOf(storage);
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
		const drain = drainOf(storage, { pace: { perSecond: 1_000, burst: 1_000 } });
		await drain.run();
		expect(await received()).toHaveLength(40);
		expect(drain.wakeAt(Date.now())).toBe(Date.now());
		await drain.run();
		expect(await received()).toHaveLength(50);
		expect(drain.wakeAt(Date.now())).toBeUndefined();
	}));

test("an alert costs four rows written: one to wait, two to leave, and one to be counted", () =>
	inStorage(async (real) => {
		const { storage, written } = counted(real);
		const outbox = new Outbox(storage.sql);
		const drain = drainOf(storage);
		fill(outbox, 12);
		expect(written()).toBe(12);
		await drain.run();
		expect(await received()).toHaveLength(12);
		expect(written()).toBe(36);
	}));

test("an operator need not wait for the next try", () =>
	inStorage(async (storage) => {
		const outbox = new Outbox(storage.sql);
		fill(outbox, 1);
		await drainOf(storage, { destination: { faults: [] } }).run();
		const drain = drainOf(storage);
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
		await drainOf(storage, { measure: (...counts) => counted.push(counts) }).run();
		expect(counted).toEqual([
			["alerts", "delivered", [12]],
			["alerts", "rejected", [1]],
			["alerts", "retry", [1]],
		]);
	}));

describe("the pace", () => {
	/** A Falcosidekick that takes so many milliseconds for an answer, and counts how many alerts it has at a time. */
	function slow(milliseconds: number) {
		const seen = { atATime: 0, most: 0 };
		const answer = async () => {
			const end = Date.now() + milliseconds;
			seen.most = Math.max(seen.most, ++seen.atATime);
			await scheduler.wait(1);
			pass(Math.max(end - Date.now(), 0));
			seen.atATime--;
			return new Response(null);
		};
		return { seen, destination: { ...DESTINATION, fetch: answer } };
	}

	test.each([
		["1 a second and 200 ms", 1, 200, 1],
		["4 a second and 200 ms", 4, 200, 1],
		["10 a second and 150 ms", 10, 150, 2],
		["1,000 a second and 100 ms: no more than Workers let", 1_000, 100, 6],
	])("that needs no more under way has no more come twice should the object die: %s", (_, perSecond, time, most) =>
		inStorage(async (storage) => {
			fill(new Outbox(storage.sql), 250);
			const { seen, destination } = slow(time);
			await empty(drainOf(storage, { destination, pace: { perSecond, burst: 250 } }));
			expect(seen.most).toBe(most);
		}),
	);

	test("does not let a single slow answer widen it", () =>
		inStorage(async (storage) => {
			fill(new Outbox(storage.sql), 250);
			const { seen, destination } = slow(50);
			let count = 0;
			const fetch = () => {
				if (++count % 10 === 0) pass(9_000);
				return destination.fetch();
			};
			await empty(drainOf(storage, { destination: { ...destination, fetch }, pace: { perSecond: 10, burst: 250 } }));
			expect(seen.most).toBe(1);
		}));

	test("counts no longer once an alert fails: then they are tried one at a time", () =>
		inStorage(async (storage) => {
			fill(new Outbox(storage.sql), 250);
			const { seen, destination } = slow(100);
			const sent: unknown[] = [];
			const fetch = async (_: string, { body }: RequestInit) => {
				sent.push(body);
				const answer = await destination.fetch();
				if (sent.length > 210) throw new Error("away");
				return answer;
			};
			const pace = { perSecond: 100, burst: 250 };
			const drain = drainOf(storage, { destination: { ...destination, fetch }, pace });
			for (let alarm = 0; alarm < 6; alarm++) await drain.run();
			expect([seen.most, drain.destination.state, drain.destination.failures]).toEqual([6, "down", 1]);
			expect(sent.length).toBeLessThanOrEqual(210 + 6);
			expect(new Set(sent).size).toBe(sent.length);
		}));

	test("has what became of an alert stored when it is known, whatever others wait for", () =>
		inStorage(async (storage) => {
			const outbox = new Outbox(storage.sql);
			fill(outbox, 270);
			const { destination } = slow(100);
			const { promise: answer, resolve } = Promise.withResolvers<void>();
			const fetch = async (_: string, { body }: RequestInit) => {
				if (body === '{"n":210}') await answer;
				return destination.fetch();
			};
			const pace = { perSecond: 100, burst: 250 };
			const drain = drainOf(storage, { destination: { ...destination, fetch }, pace });
			for (let alarm = 0; alarm < 5; alarm++) await drain.run();
			const running = drain.run();
			const waiting = () => outbox.due(99, Date.now()).map(({ id }) => id);
			while (waiting().length > 31) await scheduler.wait(1);
			expect(waiting().slice(0, 2)).toEqual(["alert-210", "alert-240"]);
			resolve();
			await running;
			expect(waiting()[0]).toBe("alert-240");
		}));
});
