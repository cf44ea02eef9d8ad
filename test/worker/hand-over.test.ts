import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { handOver, Unavailable } from "../../src/worker/hand-over.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver } from "./system.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

/** Objects whose stubs fail or answer in turn: what the platform does when one restarts cannot be had at will here. */
function objects(...calls: (() => Promise<string>)[]) {
	const stubs: object[] = [];
	const getByName = () => {
		const stub = { call: calls[stubs.length] ?? (() => Promise.reject(new Error("one try too many"))) };
		stubs.push(stub);
		return stub;
	};
	const answer = handOver({ ...env, OKTA_ORG: { getByName } } as unknown as Env, (stub) =>
		(stub as unknown as { call: () => Promise<string> }).call(),
	);
	return { stubs, answer };
}

function failing(properties: object) {
	return () => Promise.reject(Object.assign(new Error("the object failed"), properties));
}

const done = () => Promise.resolve("done");

test("a call that failed in passing is made again, with a stub of its own", async () => {
	const { stubs, answer } = objects(failing({ retryable: true }), failing({ durableObjectReset: true }), done);
	expect(await answer).toBe("done");
	expect(new Set(stubs).size).toBe(3);
});

test.each([
	["is overloaded", { retryable: true, overloaded: true }],
	["fails by itself", { remote: true }],
	["fails for no known reason", {}],
])("an object that %s is left alone", async (_, properties) => {
	const { stubs, answer } = objects(failing(properties), done);
	await expect(answer).rejects.toThrow(new Unavailable("the object failed"));
	expect(stubs).toHaveLength(1);
});

test("after two seconds or so it is given up", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
	const { stubs, answer } = objects(...Array(50).fill(failing({ retryable: true })));
	const outcome = expect(answer).rejects.toThrow(Unavailable);
	await vi.advanceTimersByTimeAsync(2_500);
	await outcome;
	expect(stubs.length).toBeGreaterThan(3);
	expect(stubs.length).toBeLessThan(10);
});

test("an object that does not answer is given up in time to tell Okta", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
	const { answer } = objects(() => new Promise(() => undefined));
	const outcome = expect(answer).rejects.toThrow("no answer within 2.2 s");
	await vi.advanceTimersByTimeAsync(2_500);
	await outcome;
	expect(vi.getTimerCount()).toBe(0);
});

test("Okta is told to try once more", async () => {
	const logged = loggedBy("error");
	vi.spyOn(env.OKTA_ORG, "getByName").mockImplementation(() => {
		throw Object.assign(new Error("too many requests"), { overloaded: true });
	});
	expect((await deliver([logEvent()])).status).toBe(503);
	expect(logged()).toMatchObject([
		{ message: "the org's object is not available", status: 503, reason: "too many requests" },
	]);
});
