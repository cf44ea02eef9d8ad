import { describe, expect, test } from "vitest";
import type { FieldUse } from "../../../src/falco/field-uses.ts";
import { SCOPE, WindowPlan } from "../../../src/okta/windows/plan.ts";
import { trailGroup } from "../../../src/okta/windows/series-name.ts";

type Use = [name: string, argument: string, types?: string[], results?: string[]];

function plan(...uses: Use[]): WindowPlan {
	return new WindowPlan(
		uses.map(([name, argument, types, results]): FieldUse => {
			return { name, argument, rule: "any", accepted: [types, results] };
		}),
	);
}

test("what rules accept is asked about type and result", () => {
	expect(SCOPE).toEqual(["okta.evt.type", "okta.result"]);
});

describe("tallies", () => {
	const made = plan(
		["okta.distinct", "ip,actor,60", ["a"], ["FAILURE"]],
		["okta.new", "ip,agent,600", ["a", "b"]],
		["okta.count", "ip,300", ["b"]],
		["okta.count", "org,5"],
		["okta.recent", "lockout,user,900", ["a"]],
	);

	test.each([
		[
			"a",
			"FAILURE",
			[
				["ip", ["actor", "agent"], 600],
				["org", [], 5],
			],
		],
		[
			"a",
			"SUCCESS",
			[
				["ip", ["agent"], 600],
				["org", [], 5],
			],
		],
		[
			"b",
			"SUCCESS",
			[
				["ip", ["agent"], 600],
				["org", [], 5],
			],
		],
		["c", "", [["org", [], 5]]],
	])("of an event %s %s: one for each key, with all its fields and the longest window", (type, result, expected) => {
		expect(made.entries({ type, result }).tallies.map(({ key, fields, seconds }) => [key, fields, seconds])).toEqual(
			expected,
		);
	});

	test("are the same in whichever order rules come", () => {
		const uses: Use[] = [
			["okta.count", "ip,300", ["a"]],
			["okta.count", "ip,60", ["a"]],
			["okta.distinct", "ip,os,30", ["a"]],
			["okta.distinct", "ip,actor,30", ["a"]],
		];
		const kind = { type: "a", result: "" };
		expect(plan(...uses).entries(kind)).toEqual(plan(...uses.reverse()).entries(kind));
	});
});

describe("trails and inquiries", () => {
	const made = plan(
		["okta.recent", "lockout,user,60", ["a"], ["SUCCESS"]],
		["okta.recent", "lockout,user=actor,900", ["b"]],
		["okta.recent", "lockout,ip,30"],
		["okta.recent", "lockout,user,10", ["a"]],
		["okta.recent", "x.y:FAILURE,user,30"],
	);

	test("a trail is left for the longest that anybody looks back", () => {
		const left = (type: string) =>
			made.entries({ type, result: "" }).trails.map(({ group, key, seconds }) => [group, key, seconds]);
		expect(left("user.account.lock")).toEqual([
			[trailGroup("lockout", "user"), "user", 900],
			[trailGroup("lockout", "ip"), "ip", 30],
		]);
		expect(left("x.y")).toEqual([[trailGroup("x.y:FAILURE", "user"), "user", 30]]);
		expect(left("a")).toEqual([]);
	});

	test("an event asks what the rules ask that accept it", () => {
		const asked = (type: string, result: string) =>
			[...made.inquiries({ type, result })].map(({ group, key, now, seconds }) => {
				return `${JSON.parse(`${group}]`)[1]},${key}=${now},${seconds}`;
			});
		expect(asked("a", "SUCCESS")).toEqual([
			"lockout,user=user,60",
			"lockout,user=user,10",
			"lockout,ip=ip,30",
			"x.y:FAILURE,user=user,30",
		]);
		expect(asked("b", "FAILURE")[0]).toBe("lockout,user=actor,900");
		expect(asked("c", "")).toHaveLength(2);
	});

	test("whether anybody asks at all", () => {
		expect([made.asks, plan(["okta.count", "ip,300"]).asks, plan().asks]).toEqual([true, false, false]);
	});
});

test("what no loaded rule has is refused", () => {
	expect(() => plan(["okta.count", "ip"])).toThrow("expected KEY,SECONDS");
});
