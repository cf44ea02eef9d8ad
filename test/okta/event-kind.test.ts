import { describe, expect, test } from "vitest";
import { kindOf } from "../../src/okta/event-kind.ts";

const event = (eventType: unknown, result?: unknown) => ({ eventType, outcome: { result } });

describe("kindOf", () => {
	test("is one object for all events of one type and result", () => {
		const kind = kindOf(event("user.session.start", "SUCCESS"));
		expect(kind).toEqual({ type: "user.session.start", result: "SUCCESS" });
		expect(kindOf(event("user.session.start", "SUCCESS"))).toBe(kind);
	});

	test.each([
		[event("user.session.start", "FAILURE"), "user.session.start", "FAILURE"],
		[event("user.session.end", "SUCCESS"), "user.session.end", "SUCCESS"],
		[event("user.session.end"), "user.session.end", ""],
		[event(7, { odd: true }), "7", '{"odd":true}'],
		[{ outcome: "SUCCESS" }, "", ""],
	])("of %j it is %j, %j", (log, type, result) => {
		expect(kindOf(log)).toEqual({ type, result });
		expect(kindOf(log)).not.toBe(kindOf(event("user.session.start", "SUCCESS")));
	});

	test("forgets, so that types that somebody makes up do not fill the memory", () => {
		const first = kindOf(event("made.up.0"));
		for (let number = 0; number <= 2_000; number++) kindOf(event(`made.up.${number}`));
		expect(kindOf(event("made.up.0"))).not.toBe(first);
		expect(kindOf(event("made.up.0"))).toEqual(first);
	});
});
