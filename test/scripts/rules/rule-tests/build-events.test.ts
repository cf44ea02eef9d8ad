import { describe, expect, test } from "vitest";
import { buildEvents } from "../../../../scripts/rules/rule-tests/build-events.ts";

const SIGN_IN = { uuid: "u-1", published: "2026-01-15T10:00:00.000Z", eventType: "user.session.start" };
const OTHER = { uuid: "u-2", published: "2020-02-02T02:02:02.000Z", eventType: "user.session.end" };

const reference = (name: string) => (name === "sign-in" ? SIGN_IN : OTHER);
const at = (event: string | object, seconds: number, changes = {}) => {
	return { event: event as string, at: seconds, with: changes, without: [] };
};

describe("buildEvents", () => {
	test("one event is the reference, with its changes", () => {
		expect(buildEvents([at("sign-in", 0, { "outcome.result": "FAILURE" })], reference)).toEqual([
			{ ...SIGN_IN, outcome: { result: "FAILURE" } },
		]);
	});

	test("several count their time from the first, and each is an event of its own", () => {
		const events = buildEvents([at("sign-in", 0), at("other", 90), at("sign-in", 30)], reference);
		expect(events.map(({ published }) => published)).toEqual([
			"2026-01-15T10:00:00.000Z",
			"2026-01-15T10:01:30.000Z",
			"2026-01-15T10:00:30.000Z",
		]);
		expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(3);
	});

	test("what a test says of uuid and time holds", () => {
		const changes = { uuid: "same", published: "2026-01-15T11:00:00Z" };
		const events = buildEvents([at("sign-in", 0, changes), at("sign-in", 60, { uuid: "same" })], reference);
		expect(events).toMatchObject([changes, { uuid: "same", published: "2026-01-15T11:01:00.000Z" }]);
	});

	test("a new value can hold the event's number", () => {
		const events = buildEvents(
			[0, 1].map((second) => at("sign-in", second, { "actor.id": "00u{n}", "a.b": 1 })),
			reference,
		);
		expect(events).toMatchObject([{ actor: { id: "00u1" }, a: { b: 1 } }, { actor: { id: "00u2" } }]);
	});

	test("an event that says next to nothing has a uuid and a time all the same", () => {
		const [event] = buildEvents([at({ eventType: "zone.update" }, 0)], reference);
		expect(event).toEqual({
			eventType: "zone.update",
			uuid: "00000000-0000-4000-8000-000000000000",
			published: "2026-03-02T09:00:00.000Z",
		});
	});
});
