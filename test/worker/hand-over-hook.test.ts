import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { parseEventHook } from "../../src/okta/event-hook.ts";
import { handOverHook } from "../../src/worker/hand-over-hook.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin } from "./system.ts";

beforeEach(begin);

test.each([
	[150, { events: 2, rejected: 0 }],
	[100_000, { events: 1, rejected: 1 }],
])("of a delivery with an event that nests %i levels nothing is lost", async (levels, receipt) => {
	const deep = logEvent({ uuid: "deep", debugContext: { debugData: { nested: "NESTED" } } });
	const body = JSON.stringify(eventHook([deep, logEvent({ uuid: "other" })]));
	const parsed = parseEventHook(body.replace('"NESTED"', `${"[".repeat(levels)}${"]".repeat(levels)}`));
	if (!parsed.ok) throw new Error(parsed.reason);
	expect(await handOverHook(env, parsed.hook)).toMatchObject({ ...receipt, failed: 0 });
});
