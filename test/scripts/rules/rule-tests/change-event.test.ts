import { describe, expect, test } from "vitest";
import { changeEvent, WrongPath } from "../../../../scripts/rules/rule-tests/change-event.ts";

const EVENT = { a: { b: 1, c: null }, list: [{ x: 1 }, { x: 2 }], none: null };

describe("changeEvent", () => {
	test.each([
		["a member", { "a.b": 2 }, [], { a: { b: 2, c: null } }],
		["a member of what is null", { "a.c.d": 2 }, [], { a: { b: 1, c: { d: 2 } } }],
		["a member of what is missing", { "p.q.r": true }, [], { p: { q: { r: true } } }],
		["a whole object", { a: { z: 0 } }, [], { a: { z: 0 } }],
		["null, which is not the same as nothing", { a: null }, [], { a: null }],
		["an element's member", { "list.1.x": 3 }, [], { list: [{ x: 1 }, { x: 3 }] }],
		["an element at the end", { "list.2": { x: 3 } }, [], { list: [{ x: 1 }, { x: 2 }, { x: 3 }] }],
		["a member less", {}, ["a.b"], { a: { c: null } }],
		["an element less", {}, ["list.0"], { list: [{ x: 2 }] }],
		["a member that was just set", { "a.d": 1 }, ["a.b", "a.c"], { a: { d: 1 } }],
	])("%s", (_, changes, removals, expected) => {
		expect(changeEvent(EVENT, changes, removals)).toEqual({ ...EVENT, ...expected });
	});

	test.each([
		[{ "a.b.c": 1 }, [], "a.b.c: b holds no members"],
		[{ "list.x": 1 }, [], "list.x: x is no place in an array of 2"],
		[{ "list.3": 1 }, [], "list.3: 3 is no place in an array of 2"],
		[{ "list.01": 1 }, [], "list.01: 01 is no place in an array of 2"],
		[{}, ["a.q"], "a.q: there is no such member to take away"],
		[{}, ["none.q"], "none.q: none holds no members"],
	])("%j, without %j: %s", (changes, removals, message) => {
		expect(() => changeEvent(EVENT, changes, removals)).toThrow(new WrongPath(message));
	});

	test("leaves the given event and the given values alone, and everybody's prototype", () => {
		const value = { deep: 1 };
		const changed = changeEvent(EVENT, { "a.v": value, "a.v.deep": 2, "__proto__.polluted": true }, []);
		expect(value).toEqual({ deep: 1 });
		expect(EVENT.a).toEqual({ b: 1, c: null });
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
		expect(JSON.parse(JSON.stringify(changed))).toHaveProperty(["__proto__"]);
	});
});
