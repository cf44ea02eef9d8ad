import { describe, expect, test } from "vitest";
import { type EventHook, parseEventHook } from "../../src/okta/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { delivery, LOG_EVENTS } from "../fixtures/log-events.ts";

const bytes = (body: unknown) => new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));

function accepted(body: unknown): EventHook {
	const parsed = parseEventHook(bytes(body));
	if (!parsed.ok) throw new Error(parsed.reason);
	return parsed.hook;
}

describe("a delivery", () => {
	test("gives the hook it came from, its own id, and its events as Okta wrote them", () => {
		const events = Object.values(LOG_EVENTS);
		expect(accepted(delivery(events))).toEqual({
			source: "https://acme.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7",
			eventId: "6d0b5f7e-2a0c-4f7e-8a9b-1d2c3e4f5a6b",
			events,
			rejected: [],
		});
	});

	test("may be text already, with a byte order mark or without", () => {
		const body = JSON.stringify(delivery([LOG_EVENTS.signIn]));
		for (const text of [body, `\ufeff${body}`]) expect(parseEventHook(text)).toMatchObject({ ok: true });
		expect(accepted(`\ufeff${body}`).events).toEqual([LOG_EVENTS.signIn]);
	});

	test("may hold no event, or thousands", () => {
		expect(accepted(delivery([]))).toMatchObject({ events: [], rejected: [] });
		expect(accepted(delivery(new Array(3000).fill(LOG_EVENTS.systemJob))).events).toHaveLength(3000);
	});

	test("is refused when it holds more than any of Okta's can", () => {
		expect(parseEventHook(bytes(delivery(new Array(5001).fill(0))))).toEqual({
			ok: false,
			status: 413,
			reason: "the delivery has 5001 events, more than 5000",
		});
	});

	test.each([
		["with nothing around data", { data: { events: [LOG_EVENTS.signIn] } }, ["", ""]],
		["with null around data", delivery([LOG_EVENTS.signIn], { source: null, eventId: null }), ["", ""]],
		["of a later version", delivery([LOG_EVENTS.signIn], { eventTypeVersion: "2.0", contentType: null }), undefined],
		["that spells eventID", { eventID: "of-2019", data: { events: [LOG_EVENTS.hookOf2019] } }, ["", "of-2019"]],
		["with more beside events", delivery([LOG_EVENTS.signIn], { extra: [1] }), undefined],
	])("is taken %s", (_, body, sourceAndId) => {
		const hook = accepted(body);
		expect(hook.events).toHaveLength(1);
		if (sourceAndId !== undefined) expect([hook.source, hook.eventId]).toEqual(sourceAndId);
	});

	test("keeps of its own texts no more than anybody looks at", () => {
		const long = "x".repeat(2_000_000);
		const { source, eventId, events } = accepted({ ...delivery([LOG_EVENTS.signIn]), source: long, eventId: long });
		expect([source.length, eventId.length, events.length]).toEqual([1_000, 1_000, 1]);
	});

	test("is taken even if an event in it is not", () => {
		const hook = accepted(delivery([LOG_EVENTS.signIn, { uuid: 7 }, LOG_EVENTS.systemJob]));
		expect(hook.events.map(({ uuid }) => uuid)).toEqual([LOG_EVENTS.signIn.uuid, LOG_EVENTS.systemJob.uuid]);
		expect(hook.rejected).toEqual([
			{ reason: expect.stringContaining("data.events[1].uuid: expected string, received number"), text: '{"uuid":7}' },
		]);
	});

	test("that is not all UTF-8 loses only the bytes that are none", () => {
		const body = bytes(delivery([logEvent({ actor: { displayName: "A~" } })]));
		body[body.indexOf("~".charCodeAt(0))] = 0xff;
		expect(parseEventHook(body)).toMatchObject({ ok: true, hook: { events: [{ actor: { displayName: "A\ufffd" } }] } });
	});
});

describe("a body is refused", () => {
	test.each([
		["", "the body is empty"],
		[" \n", "the body is empty"],
		["{", "the body is not JSON: "],
		['{"data": {"events": [}]}', 'the body is not JSON: Unexpected "}" (line 1 column 22)'],
		["null", "the body is not a delivery of an event hook: expected object, received null"],
		["[]", "the body is not a delivery of an event hook: expected object, received array"],
		["{}", "the body is not a delivery of an event hook: data: expected object, but it is missing"],
		['{"data": []}', "the body is not a delivery of an event hook: data: expected object, received array"],
		['{"data": {"events": null}}', "data.events: expected array, received null"],
		['{"data": {"events": {"0": {}}}}', "data.events: expected array, received object"],
		['{"__proto__": {"data": {"events": []}}}', "data: expected object, but it is missing"],
	])("%j: %s", (body, reason) => {
		expect(parseEventHook(bytes(body))).toEqual({ ok: false, status: 400, reason: expect.stringContaining(reason) });
	});

	test("and not more: nesting without end does not run out of stack", () => {
		expect(parseEventHook("[".repeat(1_000_000))).toMatchObject({ ok: false, status: 400 });
		expect(parseEventHook(`${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`)).toMatchObject({
			ok: false,
			status: 400,
		});
	});
});
