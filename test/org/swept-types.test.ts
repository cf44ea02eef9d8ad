import { expect, test } from "vitest";
import { typesOf } from "../../src/org/swept-types.ts";
import { loadRules, rule } from "../falco/load-rules.ts";

/** The types that rules with these conditions look at, in order; "any" when they are not limited. */
function typesWith(...conditions: readonly (string | readonly [condition: string, output: string])[]): unknown {
	const rules = conditions.map((given, at) => {
		const [condition, output = "o"] = [given].flat();
		return rule(`rule ${at}`, condition ?? "", { output });
	});
	const { ruleSet, diagnostics } = loadRules(rules.join(""));
	if (ruleSet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
	const types = typesOf(ruleSet.rules);
	return types === undefined ? "any" : [...types].sort();
}

test.each([
	["none without rules", [], []],
	[
		"those that conditions name",
		["okta.evt.type = a", "okta.evt.type in (b, c) and okta.result = SUCCESS"],
		["a", "b", "c"],
	],
	["any, when one rule names none", ["okta.evt.type = a", "okta.client.ip = 192.0.2.1"], "any"],
	["any, when one is excluded", ["okta.evt.type != a"], "any"],
	[
		"those that the MFA counters count, whatever the type that asks",
		["okta.evt.type = user.authentication.auth_via_mfa and okta.mfa.deny.countlast[300] > 2"],
		["user.authentication.auth_via_mfa", "user.mfa.okta_verify.deny_push"],
	],
	[
		"those of an MFA counter, when no type is named",
		["okta.mfa.failure.countlast[300] >= 3"],
		["user.authentication.auth_via_mfa"],
	],
	["any, when an MFA counter is only denied", ["not okta.mfa.failure.countlast[300] >= 3"], "any"],
	[
		"those that an output counts",
		[["okta.evt.type = a", "%okta.mfa.deny.countlast[60]"] as const],
		["a", "user.authentication.auth_via_mfa", "user.mfa.okta_verify.deny_push"],
	],
	[
		"those that a rule looks back at",
		["okta.evt.type = a and okta.recent[mfa_deny,user,600] >= 2 and okta.recent[b.c:FAILURE,ip,60] > 0"],
		["a", "b.c", "user.authentication.auth_via_mfa", "user.mfa.okta_verify.deny_push"],
	],
])("%s", (_, conditions, types) => {
	expect(typesWith(...conditions)).toEqual(types);
});
