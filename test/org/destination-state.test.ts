import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
	afterAnswer,
	afterFailure,
	type DestinationState,
	type Failure,
	strike,
	UP,
} from "../../src/org/destination-state.ts";
import { loggedBy } from "../worker/logged.ts";
import { begin, deliver, falcosidekick, org, pass, received, ring, ringFor, START } from "../worker/system.ts";
import { locks, secondsReceived } from "./alerting-events.ts";
import { alarmIn } from "./storage.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

const RETRY: Failure = { type: "retry", reason: "503: not well" };
const PAUSE: Failure = { type: "retry", reason: "429: too many", after: 90_000 };
const MISCONFIGURED: Failure = { type: "misconfigured", reason: "401: credentials" };

/** The state after failures of one kind, an hour apart. */
function afterMany(times: number, failure: Failure, random: number): DestinationState {
	let state = UP;
	for (let time = 0; time < times; time++) state = afterFailure(state, failure, NOON + time * 3_600_000, random);
	return state;
}

function wait(times: number, failure: Failure, random: number): number {
	return afterMany(times, failure, random).nextTry - (NOON + (times - 1) * 3_600_000);
}

test("Falcosidekick is up when it answered an alert, since it first did", () => {
	expect(afterAnswer(UP, NOON)).toBe(UP);
	expect(afterAnswer(afterMany(5, RETRY, 0.5), NOON)).toEqual({ ...UP, since: NOON });
	expect(afterAnswer(afterMany(2, MISCONFIGURED, 0.5), NOON)).toEqual({ ...UP, since: NOON });
});

describe("Falcosidekick is down", () => {
	test("when it gives no answer", () => {
		expect(afterFailure(UP, RETRY, NOON, 0.5)).toEqual({
			state: "down",
			since: NOON,
			failures: 1,
			nextTry: NOON + 1_500,
			pausedUntil: 0,
			reason: "503: not well",
		});
	});

	test("since the first failure", () => {
		expect(afterMany(9, RETRY, 0)).toMatchObject({ since: NOON, failures: 9 });
	});

	test.each([
		[1, 1_000, 2_000],
		[2, 1_000, 4_000],
		[5, 1_000, 32_000],
		[6, 1_000, 60_000],
		[500, 1_000, 60_000],
	])("after %i failures it is tried again within %i to %i ms", (times, shortest, longest) => {
		expect(wait(times, RETRY, 0)).toBe(shortest);
		expect(wait(times, RETRY, 0.999_999)).toBe(longest);
	});

	test("as long as it asks to be", () => {
		expect(wait(1, PAUSE, 0)).toBe(90_000);
		expect(afterFailure(UP, PAUSE, NOON, 0)).toMatchObject({
			state: "down",
			nextTry: NOON + 90_000,
			pausedUntil: NOON + 90_000,
		});
	});
});

describe("Falcosidekick is misconfigured", () => {
	test("when something else answers; that is soon tried with another alert, then every minute", () => {
		expect(afterFailure(UP, MISCONFIGURED, NOON, 0.5)).toMatchObject({ state: "misconfigured", nextTry: NOON + 1_000 });
		expect(wait(2, MISCONFIGURED, 0.5)).toBe(60_000);
		expect(wait(100, MISCONFIGURED, 0.5)).toBe(60_000);
	});

	test("anew when it was down before", () => {
		const down = afterMany(5, RETRY, 0);
		expect(afterFailure(down, MISCONFIGURED, NOON, 0)).toMatchObject({
			state: "misconfigured",
			since: NOON,
			failures: 6,
		});
	});
});

test("an alert that fails while others go through waits by itself, ever longer up to an hour", () => {
	expect(strike(0, NOON)).toEqual({ strikes: 1, nextTry: NOON + 2_000 });
	expect(strike(3, NOON)).toEqual({ strikes: 4, nextTry: NOON + 16_000 });
	expect(strike(99, NOON)).toEqual({ strikes: 100, nextTry: NOON + 3_600_000 });
});

const DOWN = { status: 503 };

describe("while Falcosidekick is down", () => {
	beforeEach(begin);
	afterEach(() => vi.restoreAllMocks());

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

describe("while Falcosidekick is misconfigured", () => {
	beforeEach(begin);
	afterEach(() => vi.restoreAllMocks());

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
