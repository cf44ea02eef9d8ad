import { afterEach, expect, test } from "vitest";
import {
	startUnluckyFalcosidekick,
	type UnluckyFalcosidekick,
} from "../../../../scripts/faults/chaos/falcosidekick.ts";
import { Ledger } from "../../../../scripts/faults/chaos/ledger.ts";
import type { MisfortuneName } from "../../../../scripts/faults/chaos/misfortunes.ts";
import { Random } from "../../../../scripts/faults/random.ts";

const ALERT = JSON.stringify({
	output: "12:00:00.000000000: Critical Account locked",
	priority: "Critical",
	rule: "Account locked",
	time: "2026-03-02T12:00:00Z",
	source: "okta",
	output_fields: { "okta.uuid": "u1" },
});

let falcosidekick: UnluckyFalcosidekick;
let ledger: Ledger;

afterEach(() => falcosidekick.close());

/** One to which this happens to the first request, and nothing to those after it. */
async function start(first?: MisfortuneName, fate?: "poison"): Promise<void> {
	ledger = new Ledger();
	ledger.expect({ event: {}, id: "u1", raises: ["Account locked"], ...(fate && { fate }) });
	const misfortunes = [first];
	const weather = { next: () => misfortunes.shift(), unsettle: () => {} };
	falcosidekick = await startUnluckyFalcosidekick(ledger, weather, new Random(1, "line"), () => {});
}

/** What the sender of an alert sees: status and body, or that there was none. */
async function send(body = ALERT): Promise<string> {
	try {
		const signal = AbortSignal.timeout(1_000);
		const response = await fetch(falcosidekick.url, { method: "POST", body, redirect: "manual", signal });
		return `${response.status} ${await response.text()}`.trim();
	} catch (error) {
		return error instanceof Error && error.name === "TimeoutError" ? "no answer in time" : "no answer";
	}
}

const arrivals = () => ledger.expected - ledger.missing.length;

test("an alert that nothing happens to is taken, as Falcosidekick does it", async () => {
	await start();
	expect([await send(), arrivals()]).toEqual(["200", 1]);
});

test.each<[MisfortuneName, string]>([
	["never answered", "no answer in time"],
	["connection closed", "no answer"],
	["connection reset", "no answer"],
	["answer broken off", "no answer"],
	["200 with a login page", "200 <!doctype html>"],
	["200 pong", "200 pong"],
	["302 to a login page", "302"],
	["400 for the method", "400 Please send with post http method"],
	["401", "401"],
	["403", "403"],
	["404", "404"],
	["408", "408"],
	["425", "425"],
	["429", "429"],
	["429 with Retry-After", "429"],
	["500", "500"],
	["502", "502 <h1>Bad gateway</h1>"],
	["503", "503"],
	["503 with Retry-After", "503"],
	["520", "520"],
])("%s: the alert is not taken, and is when it comes again", async (name, answer) => {
	await start(name);
	expect(await send()).toMatch(answer);
	expect(arrivals()).toBe(0);
	expect([await send(), arrivals()]).toEqual(["200", 1]);
});

test("answered late: the alert is taken all the same", async () => {
	await start("answered late");
	expect([await send(), arrivals()]).toEqual(["200", 1]);
});

test("taken, answer lost: the alert is taken, and taken again without being blamed on anybody", async () => {
	await start("taken, answer lost");
	expect([await send(), arrivals()]).toEqual(["no answer", 1]);
	expect(await send()).toBe("200");
	expect(ledger.repeated).toEqual([]);
});

test("a poisonous alert is refused, as Falcosidekick does it", async () => {
	await start(undefined, "poison");
	expect(await send()).toBe("400 Please send a valid request body");
	expect(ledger.unexpected).toEqual([]);
});

test("what is no alert is refused by Falcosidekick itself, and told", async () => {
	await start();
	expect(await send("{}")).toBe("400 Please send a valid request body");
	expect(falcosidekick.refusals).toEqual(["{}"]);
});

test("while it is away connections are refused; then it is back at the same address", async () => {
	await start();
	const back = falcosidekick.goAway(100);
	expect(await send()).toBe("no answer");
	await back;
	expect([await send(), arrivals()]).toEqual(["200", 1]);
});
