import { describe, expect, test } from "vitest";
import { acceptLogEvents } from "../../src/okta/accept-log-events.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";

test.each(Object.entries(LOG_EVENTS))("%s is accepted as it is", (_, event) => {
	const { events, rejected } = acceptLogEvents([event], "data.events");
	expect(rejected).toEqual([]);
	expect(events[0]).toBe(event);
});

test.each([
	["only the three members it needs", { uuid: "1", eventType: "a.b", published: "2026-03-02T09:15:30Z" }],
	["a type and a time that say nothing", { uuid: "1", eventType: "", published: "" }],
	["a member nobody knows", logEvent({ somethingNew: { deep: [1] } })],
	["numbers, booleans and null where text was", logEvent({ version: 0, severity: null, displayMessage: true })],
	["lists and objects where others were", logEvent({ actor: [], target: {}, client: "x", debugContext: 5 })],
	["a result nobody knows", logEvent({ outcome: { result: "MAYBE" } })],
	["an own member __proto__", JSON.parse('{"uuid":"1","eventType":"a","published":"","__proto__":{"uuid":5}}')],
])("an event is accepted with %s", (_, event) => {
	expect(acceptLogEvents([event], "x").events).toEqual([event]);
});

describe("an event is rejected", () => {
	test.each([
		[null, "data.events[0]: expected object, received null"],
		["text", "data.events[0]: expected object, received string"],
		[[], "data.events[0]: expected object, received array"],
		[logEvent({ uuid: undefined }), "data.events[0].uuid: expected string, but it is missing"],
		[logEvent({ uuid: "" }), "data.events[0].uuid: must not be empty"],
		[logEvent({ uuid: "x".repeat(256) }), "data.events[0].uuid: must not have more than 255 characters"],
		[logEvent({ uuid: "x\ud800" }), "data.events[0].uuid: must not have half a character in it"],
		[logEvent({ eventType: null }), "data.events[0].eventType: expected string, received null"],
		[logEvent({ published: 1772442930 }), "data.events[0].published: expected string, received number"],
	])("%#: %j", (event, reason) => {
		expect(acceptLogEvents([event], "data.events")).toEqual({
			events: [],
			rejected: [{ reason, text: JSON.stringify(event) }],
		});
	});

	test("with every reason at once", () => {
		const [{ reason } = { reason: "" }] = acceptLogEvents([{}], "x").rejected;
		expect(reason.split("; ")).toHaveLength(3);
	});
});

test("however deep an event nests, it is accepted, or rejected with all of its text", () => {
	const nested = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
	const abyss = logEvent({ debugContext: { debugData: { nested } } });
	expect(acceptLogEvents([abyss], "x").events[0]).toBe(abyss);
	const [rejected] = acceptLogEvents([{ ...abyss, uuid: 1 }], "x").rejected;
	expect(rejected?.text).toContain("[".repeat(100_000));
});

test("one bad event takes no other down, and the order stays", () => {
	const good = [logEvent({ uuid: "a" }), logEvent({ uuid: "b" }), logEvent({ uuid: "c" })];
	const { events, rejected } = acceptLogEvents([good[0], null, good[1], {}, good[2]], "page");
	expect(events).toEqual(good);
	expect(rejected.map(({ reason }) => reason.slice(0, 7))).toEqual(["page[1]", "page[3]"]);
});
