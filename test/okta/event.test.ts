import { describe, expect, test } from "vitest";
import { type OktaEventContext, oktaEvent } from "../../src/okta/event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { UNREADABLE_TIME } from "../../src/okta/published.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";

function context(more: Partial<OktaEventContext> = {}): OktaEventContext {
	return { number: 1n, org: "acme", hostname: "edge-1", history: mfaMemory(), ...more };
}

describe("oktaEvent", () => {
	test("is what Falco asks of an event", () => {
		expect(oktaEvent(LOG_EVENTS.signIn, context({ number: 7n, firstTime: 5n }))).toMatchObject({
			number: 7n,
			time: 1772442930123000000n,
			firstTime: 5n,
			source: "okta",
			hostname: "edge-1",
			org: "acme",
			mfa: undefined,
		});
	});

	test("keeps the event as Okta sent it", () => {
		const event = oktaEvent(LOG_EVENTS.signIn, context());
		expect(event.document).toBe(LOG_EVENTS.signIn);
		expect(event.log).toBe(LOG_EVENTS.signIn);
		expect(event.text()).toBe(JSON.stringify(LOG_EVENTS.signIn));
	});

	test("is the first of its source when nothing else is said", () => {
		const event = oktaEvent(LOG_EVENTS.signIn, context());
		expect(event.firstTime).toBe(event.time);
	});

	test("is counted when it is made, whether or not its counters are read", () => {
		const history = mfaMemory();
		for (const second of ["01", "02", "03"]) {
			oktaEvent(logEvent({ ...LOG_EVENTS.mfaFailure, published: `2026-03-02T09:00:${second}Z` }), context({ history }));
		}
		const last = oktaEvent(
			logEvent({ ...LOG_EVENTS.mfaFailure, published: "2026-03-02T09:00:04Z" }),
			context({ history }),
		);
		expect(last.mfa?.kind).toBe("failure");
		expect(last.mfa?.countLast(60n)).toBe(4n);
	});

	test.each([
		["no member at all", {}, UNREADABLE_TIME],
		["a time that is no text", { published: 1772442930 }, UNREADABLE_TIME],
		["a time that is null", { published: null }, UNREADABLE_TIME],
		["a time in another zone", { published: "2026-03-02T10:15:30.123+01:00" }, 1772442930123000000n],
	])("takes an event with %s", (_, log, time) => {
		expect(oktaEvent(log, context()).time).toBe(time);
	});
});
