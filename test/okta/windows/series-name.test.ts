import { describe, expect, test } from "vitest";
import { likeGroup, seriesKey, seriesName, trailGroup } from "../../../src/okta/windows/series-name.ts";

describe("the name of a series", () => {
	const like = likeGroup("user.session.start", "FAILURE", "ip");

	test.each([
		["events that are alike", like, "203.0.113.7", ["like", "user.session.start", "FAILURE", "ip", "203.0.113.7"]],
		["a trail", trailGroup("mfa_deny", "user"), "00u1", ["trail", "mfa_deny", "user", "00u1"]],
		["a trail of an event type", trailGroup("a.b:DENY", "org"), "acme", ["trail", "a.b:DENY", "org", "acme"]],
		["a key that JSON escapes", like, 'É"\\\u0000]', ["like", "user.session.start", "FAILURE", "ip", 'É"\\\u0000]']],
		["an empty key", like, "", ["like", "user.session.start", "FAILURE", "ip", ""]],
		["a type and a result that JSON escapes", likeGroup('"', "\\", "ip"), "x", ["like", '"', "\\", "ip", "x"]],
	])("is a JSON array: %s", (_, group, key, expected) => {
		expect(seriesName(group, key)).toBe(JSON.stringify(expected));
	});
});

describe("a key", () => {
	test("is the value as it is", () => {
		expect(seriesKey("x".repeat(200))).toBe("x".repeat(200));
	});

	test("is short for a long value, and another for another", () => {
		const [one, other] = ["x", "y"].map((letter) => seriesKey(letter.repeat(5_000)));
		expect(one).toMatch(/^#-?\d+$/);
		expect(other).not.toBe(one);
	});
});
