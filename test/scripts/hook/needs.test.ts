import { describe, expect, test } from "vitest";
import { needsOf, withCarried } from "../../../scripts/hook/needs.ts";
import { needsLines } from "../../../scripts/hook/needs-lines.ts";
import { loadOktaRules } from "../../../scripts/rules/load-okta-rules.ts";
import { DEFAULT_CONFIG } from "../../../src/falco/config.ts";
import { EVENT_TYPES } from "../../../src/okta/event-types.ts";
import { eventHook } from "./event-hook.ts";

/** What rules with these conditions need; the rules are called A, B and so on. */
function needed(...conditions: string[]) {
	const rules = conditions.map((condition, at) => {
		const rule = String.fromCharCode("A".charCodeAt(0) + at);
		return { rule, desc: "d", condition, output: "o %okta.actor.name", priority: "NOTICE", source: "okta" };
	});
	const { ruleSet, diagnostics } = loadOktaRules([{ name: "rules.yaml", text: JSON.stringify(rules) }], DEFAULT_CONFIG);
	if (ruleSet === undefined) throw new Error(JSON.stringify(diagnostics));
	return needsOf(ruleSet.rules);
}

const ELIGIBLE = [...EVENT_TYPES].filter(([, { hookEligible }]) => hookEligible).length;

describe("rules need", () => {
	test("the event types that can make them true, each for the sake of its rules", () => {
		const { pushed } = needed(
			"okta.evt.type in (user.session.start, user.account.lock)",
			"okta.evt.type = user.account.lock",
		);
		expect(Object.fromEntries(pushed)).toEqual({ "user.session.start": ["A"], "user.account.lock": ["A", "B"] });
	});

	test("apart from those the types that Okta pushes to nobody, and what is no type of Okta's", () => {
		const { pushed, notPushed, unknown } = needed("okta.evt.type in (zone.update, user.lifecycle.suspended)");
		expect([pushed.size, Object.fromEntries(notPushed), Object.fromEntries(unknown)]).toEqual([
			0,
			{ "zone.update": ["A"] },
			{ "user.lifecycle.suspended": ["A"] },
		]);
	});

	test("the MFA events that a counter counts", () => {
		const { pushed, notPushed, ofAnyType } = needed("okta.mfa.deny.countlast[300] > 3");
		expect([[...pushed.keys()], [...notPushed.keys()], ofAnyType]).toEqual([
			["user.authentication.auth_via_mfa"],
			["user.mfa.okta_verify.deny_push"],
			[],
		]);
	});

	test("the events that they look back at", () => {
		const { pushed } = needed("okta.evt.type = user.mfa.factor.activate and okta.recent[lockout,user,600] > 0");
		expect([...pushed.keys()]).toContain("user.account.lock");
	});

	test("every type, where a rule can match any", () => {
		const { pushed, ofAnyType } = needed("okta.actor.name = x", "okta.evt.type = user.account.lock");
		expect([pushed.size, ofAnyType]).toEqual([ELIGIBLE, ["A"]]);
		expect(pushed.get("user.account.lock")).toEqual(["A", "B"]);
	});
});

test("what a hook carries Okta pushes, whatever the catalogue has of it; what no rule needs is needed no more for that", () => {
	const needs = needed("okta.evt.type in (zone.update, zone.create, user.account.lock)", "okta.evt.type = zone.new");
	const carried = withCarried(needs, [
		eventHook({ types: ["zone.update", "zone.delete"] }),
		eventHook({ types: ["zone.new"] }),
	]);
	expect([carried.pushed, carried.notPushed, carried.unknown].map((types) => Object.fromEntries(types))).toEqual([
		{ "user.account.lock": ["A"], "zone.update": ["A"], "zone.new": ["B"] },
		{ "zone.create": ["A"] },
		{},
	]);
});

test("what no hook can bring is told, with the rules and what may be meant", () => {
	const lines = needsLines(
		needed("okta.evt.type in (zone.update, user.lifecycle.suspended)", "okta.evt.type = zone.update"),
	);
	expect(lines.slice(1)).toEqual([
		expect.stringMatching(
			/^Okta pushes none of these event types, it only writes them into its System Log \(catalogue/,
		),
		"  zone.update  A; B",
		"",
		"Okta has no such event types:",
		"  user.lifecycle.suspended  A (did you mean user.lifecycle.suspend?)",
	]);
});
