import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import { type EventHook, parseEventHook } from "../../src/okta/event-hook.ts";
import { Unavailable } from "../../src/worker/hand-over.ts";
import { handOverHook } from "../../src/worker/hand-over-hook.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin } from "./system.ts";

beforeEach(begin);

/** A delivery of two events, of which one nests so many levels. */
function nesting(levels: number): EventHook {
	const deep = logEvent({ uuid: "deep", debugContext: { debugData: { nested: "NESTED" } } });
	const body = JSON.stringify(eventHook([deep, logEvent({ uuid: "other" })]));
	const parsed = parseEventHook(body.replace('"NESTED"', `${"[".repeat(levels)}${"]".repeat(levels)}`));
	if (!parsed.ok) throw new Error(parsed.reason);
	return parsed.hook;
}

test.each([
	[150, { events: 2, rejected: 0 }],
	[100_000, { events: 1, rejected: 1 }],
])("of a delivery with an event that nests %i levels nothing is lost", async (levels, receipt) => {
	expect(await handOverHook(env, nesting(levels))).toMatchObject({ ...receipt, failed: 0 });
});

test("an object that failed for another reason may have taken everything in: it is not given a part of it as well", async () => {
	const receive = vi.fn(() => Promise.reject(Object.assign(new Error("the object failed"), { overloaded: true })));
	const failing = { ...env, OKTA_ORG: { getByName: () => ({ receive }) } } as unknown as Env;
	await expect(handOverHook(failing, nesting(300))).rejects.toThrow(new Unavailable("the object failed"));
	expect(receive).toHaveBeenCalledTimes(1);
});
