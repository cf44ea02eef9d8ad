import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome } from "../../src/falcosidekick/outcome.ts";
import { DestinationHealth } from "../../src/org/destination-health.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { loggedBy } from "../worker/logged.ts";
import { begin, deliver, falcosidekick, org, pass, received, ring, ringFor, START } from "../worker/system.ts";
import { locks, secondsReceived } from "./alerting-events.ts";
import { alarmIn, inStorage } from "./storage.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

const DELIVERED: Outcome = { type: "delivered" };
const REJECTED: Outcome = { type: "rejected", reason: "400" };
const RETRY: Outcome = { type: "retry", reason: "503" };
const MISCONFIGURED: Outcome = { type: "misconfigured", reason: "403" };
const PAUSE: Outcome = { type: "retry", reason: "429", after: 90_000 };

/** Health of a Falcosidekick for which some alerts wait, each named by a letter. */
class Case {
	readonly health: DestinationHealth;
	readonly #outbox: Outbox;

	constructor(storage: DurableObjectStorage, ids: string) {
		this.#outbox = new Outbox(storage.sql);
		this.health = new DestinationHealth(storage, this.#outbox);
		this.wait(ids);
	}

	wait(ids: string): void {
		for (const id of ids)
			this.#outbox.add({ id, level: 5, time: id, rule: "r", actor: "a", output: "o", json: "{}" }, START);
	}

	/** Sends an alert; what is given is called when its outcome is known. */
	send(id: string): (outcome: Outcome) => void {
		const [sentAt, during] = [Date.now(), this.health.state.state];
		const [alert] = this.#find(id);
		if (alert === undefined) throw new Error(`there is no ${id}`);
		return (outcome) => this.health.learn({ alert, sentAt, during, outcome }, Date.now());
	}

	/** Has an alert wait for so many milliseconds, as one that failed does. */
	putOff(id: string, milliseconds: number): void {
		for (const alert of this.#find(id))
			this.#outbox.defer(alert, { strikes: 1, nextTry: Date.now() + milliseconds }, "", Date.now());
	}

	/** Closes an alert, as operators can. */
	resolve(id: string): void {
		for (const alert of this.#find(id)) this.#outbox.settle(alert, "resolved", "", Date.now());
	}

	#find(id: string) {
		return this.#outbox.due(99, Date.now()).filter((due) => due.id === id);
	}

	/** Lets alerts fail, one after the other. */
	fail(ids: string, outcome: Outcome = RETRY): void {
		for (const id of ids) this.send(id)(outcome);
	}

	/** What is known, and which alert is to find out more at once. */
	get known() {
		return [this.health.state.state, this.health.state.failures, this.health.probe(Date.now())?.id];
	}
}

function withAlerts(ids: string, steps: (all: Case) => void): Promise<void> {
	return inStorage((storage) => steps(new Case(storage, ids)));
}

describe("an alert that fails", () => {
	test.each([RETRY, MISCONFIGURED])("has another one tried at once: %j", (outcome) =>
		withAlerts("abcd", (all) => {
			expect(all.health.isTrusted).toBe(true);
			all.fail("a", outcome);
			expect(all.known).toEqual(["up", 0, "b"]);
			expect(all.health.isTrusted).toBe(false);
		}),
	);

	test.each([DELIVERED, REJECTED])("stands for itself alone when the other gets an answer: %j", (outcome) =>
		withAlerts("abcd", (all) => {
			all.fail("a");
			all.send("b")(outcome);
			expect(all.known.slice(0, 2)).toEqual(["up", 0]);
			expect(all.health.isTrusted).toBe(true);
		}),
	);

	test.each([
		[RETRY, "down"],
		[MISCONFIGURED, "misconfigured"],
	])("stands for all when it is the third in a row: %j", (outcome, state) =>
		withAlerts("abcd", (all) => {
			all.fail("abc", outcome);
			expect(all.known).toEqual([state, 1, undefined]);
			expect(all.health.probeAt(Date.now())).toBeGreaterThanOrEqual(START + 1_000);
		}),
	);

	test("is not tried again before its time when the other one is closed", () =>
		withAlerts("ab", (all) => {
			all.fail("a");
			all.putOff("a", 2_000);
			all.resolve("b");
			expect(all.known).toEqual(["up", 0, undefined]);
			pass(2_000);
			expect(all.known).toEqual(["up", 0, "a"]);
		}));

	test("stands for all when there is no other", () =>
		withAlerts("ab", (all) => {
			all.fail("ab");
			expect(all.known).toEqual(["down", 1, undefined]);
		}));

	test("stands for all when Falcosidekick asks to be left alone with it", () =>
		withAlerts("abcd", (all) => {
			all.fail("a", PAUSE);
			expect(all.known).toEqual(["down", 1, undefined]);
			expect(all.health.probeAt(Date.now())).toBe(START + 90_000);
		}));
});

describe("while Falcosidekick is taken for away", () => {
	test("alerts that come are tried at once as long as few have failed, and put nothing off", () =>
		withAlerts("a", (all) => {
			all.fail("a");
			const { nextTry } = all.health.state;
			all.wait("bcd");
			expect(all.known).toEqual(["down", 1, "b"]);
			all.fail("b");
			expect(all.known).toEqual(["down", 1, "c"]);
			all.fail("c");
			expect(all.known).toEqual(["down", 1, undefined]);
			expect(all.health.state.nextTry).toBe(nextTry);
		}));

	test("it is left alone for as long as it asks, by those that come as well", () =>
		withAlerts("a", (all) => {
			all.fail("a", PAUSE);
			all.wait("b");
			expect(all.health.probeAt(Date.now())).toBe(START + 90_000);
		}));

	test("one alert at a time finds out, another each time", () =>
		withAlerts("abcdefgh", (all) => {
			all.fail("abc");
			const tried: unknown[] = [];
			for (let count = 0; count < 4; count++) {
				pass(all.health.probeAt(Date.now()) - Date.now());
				tried.push(all.health.probe(Date.now())?.id);
				all.fail(String(tried.at(-1)));
			}
			expect(tried).toEqual(["d", "e", "f", "g"]);
			expect(all.health.state.failures).toBe(5);
		}));

	test("what an operator says counts more than any wait", () =>
		withAlerts("abcd", (all) => {
			all.fail("a", PAUSE);
			all.health.hurry(Date.now());
			const answered = all.send("b");
			expect(all.known).toEqual(["down", 1, "b"]);
			answered(DELIVERED);
			expect(all.known.slice(0, 2)).toEqual(["up", 0]);
		}));
});

describe("alerts that were under way together", () => {
	test("say it once when all fail", () =>
		withAlerts("abcdef", (all) => {
			const sent = [..."abcdef"].map((id) => all.send(id));
			for (const answered of sent) answered(RETRY);
			expect(all.known).toEqual(["down", 1, undefined]);
		}));

	test("show that it is there when the last gets an answer", () =>
		withAlerts("abcd", (all) => {
			const sent = [..."abcd"].map((id) => all.send(id));
			for (const [index, answered] of sent.entries()) answered(index < 3 ? RETRY : DELIVERED);
			expect(all.health.isTrusted).toBe(true);
		}));

	test("do not show that it wants more when it has asked to be left alone", () =>
		withAlerts("ab", (all) => {
			const [one, other] = [all.send("a"), all.send("b")];
			one(PAUSE);
			other(DELIVERED);
			expect(all.known.slice(0, 2)).toEqual(["down", 1]);
			expect(all.health.probeAt(Date.now())).toBe(START + 90_000);
		}));
});

test("what was known is known after a restart, but for who said so", () =>
	inStorage((storage) => {
		new Case(storage, "abcd").fail("abc");
		const again = new Case(storage, "");
		expect(again.known).toEqual(["down", 1, undefined]);
		pass(60_000);
		expect(again.known).toEqual(["down", 1, "a"]);
	}));

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

test("however many alerts nobody takes, each other one has its turn", async () => {
	await falcosidekick([], [["09:00:0", { status: 403, body: "blocked" }]]);
	await deliver([...locks(10), ...locks(20, 10)]);
	await ringFor(600_000, 10_000);
	const delivered = (await secondsReceived()).filter((second) => second >= 10);
	expect(delivered).toEqual(Array.from({ length: 20 }, (_, at) => 10 + at));
	expect((await org().watch()).alerts).toMatchObject({ dead: 0, deliveredLastDay: 20 });
	// What waits is only what nobody takes. One that comes now is the next to be tried.
	await deliver(locks(1, 40));
	await ringFor(60_000);
	expect(await secondsReceived()).toContain(40);
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
