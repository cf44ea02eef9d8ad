import { describe, expect, test } from "vitest";
import { loadOktaRules } from "../../../../scripts/rules/load-okta-rules.ts";
import type { LoadedRules } from "../../../../scripts/rules/loaded-rules.ts";
import { resultText } from "../../../../scripts/rules/rule-tests/fault-text.ts";
import { readRuleTests } from "../../../../scripts/rules/rule-tests/read-rule-tests.ts";
import { ruleTestRunner } from "../../../../scripts/rules/rule-tests/run-rule-tests.ts";
import { untestedRules } from "../../../../scripts/rules/rule-tests/untested.ts";
import { DEFAULT_CONFIG } from "../../../../src/falco/config.ts";

const RULES = `
- list: night_shift
  items: []
- rule: Failed
  desc: d
  condition: okta.result = FAILURE and not okta.actor.alternateid in (night_shift)
  output: failed (user=%okta.actor.alternateid)
  priority: NOTICE
  source: okta
  enabled: false
- rule: Often
  desc: d
  condition: okta.mfa.failure.countlast[300] >= 2
  output: often (count=%okta.mfa.failure.countlast[300])
  priority: DEBUG
  source: okta
`;

const files = [{ name: "rules.yaml", text: RULES }];
const loaded = loadOktaRules(files, DEFAULT_CONFIG);
const texts = new Map<string, string>();
const shipped: LoadedRules = { read: { files, config: DEFAULT_CONFIG, diagnostics: [], texts, ignored: [] }, loaded };
const run = ruleTestRunner(shipped);

/** What comes out when the test is not as it should be; nothing when it is. */
function outcome(text: string, runTest = run): string {
	const { tests, faults } = readRuleTests({ name: "mine.yaml", text: `- { ${text} }` });
	expect(faults).toEqual([]);
	return tests.flatMap((each) => resultText(each, runTest(each), false)).join("\n");
}

const FAILED = "event: sign-in-failed";
const OFTEN = "rule: Often, event: mfa-failure";

describe("ruleTestRunner", () => {
	test.each([
		["a rule alerts, turned on or not", `rule: Failed, ${FAILED}, alerts: 1`],
		["a near miss", "rule: Failed, event: sign-in, alerts: 0"],
		["counters count", `${OFTEN}, at: [0, 10, 400], alerts: 1`],
		["nothing is counted from one test to the next", `${OFTEN}, alerts: 0`],
		["lists may be other", `rule: Failed, ${FAILED}, lists: { night_shift: [nadia.haddad@example.com] }, alerts: 0`],
		["outputs say what they should", `rule: Failed, ${FAILED}, alerts: 1, output: [failed, user=nadia]`],
		["and no more", `rule: Failed, ${FAILED}, alerts: 1, output_without: Nadia Haddad`],
	])("passes: %s", (_, text) => expect(outcome(text)).toBe(""));

	test("counters remember as much as the configuration says", () => {
		const config = { ...DEFAULT_CONFIG, initConfig: { cache_usermaxsize: 1 } };
		const few = ruleTestRunner({ ...shipped, read: { ...shipped.read, config } });
		expect(outcome(`${OFTEN}, at: [0, 10], alerts: 0`, few)).toBe("");
	});

	test.each([
		[`rule: Failed, ${FAILED}, alerts: 0`, "mine.yaml:1: Failed: expected no alerts, got 1\n  on the event:\n  true"],
		["rule: Failed, why: is, event: sign-in, alerts: 1", "mine.yaml:1: Failed (is): expected 1 alert, got none\n"],
		[`${OFTEN}, at: [0, 1, 2], alerts: 3`, "expected 3 alerts, got 2\n  on event 1 of 3:\n"],
		[`${OFTEN}, at: [0, 1, 2], alerts: 1`, "expected 1 alert, got 2\n  on event 2 of 3:\n"],
		[`rule: Failed, ${FAILED}, alerts: 1, output: app=`, /the output lacks "app=": .* Notice failed \(user=nadia/],
		[`rule: Failed, ${FAILED}, alerts: 1, output_without: nadia`, /the alert has "nadia" in it: .*failed/],
		[`rule: Faled, ${FAILED}, alerts: 1`, "mine.yaml:1: Faled: there is no rule Faled; did you mean Failed?"],
		["rule: Failed, event: sign-im, alerts: 1", "there is no event sign-im; did you mean sign-in?"],
		["rule: Failed, event: sign-in, with: { uuid.x: 1 }, alerts: 1", "uuid.x: uuid holds no members"],
		[`rule: Failed, ${FAILED}, lists: { day_shift: [x] }, alerts: 1`, "lists.day_shift: List not referred to by"],
		[`rule: Failed, ${FAILED}, lists: { night_shift: [")"] }, alerts: 1`, /^mine\.yaml:1: Failed: lists: /],
	])("fails: %s", (text, message) => {
		const wrong = outcome(text);
		if (typeof message === "string") expect(wrong).toContain(message);
		else expect(wrong).toMatch(message);
	});

	test("shows what the rule saw, counters as they were at that event", () => {
		expect(outcome(`${OFTEN}, at: [0, 1, 2], alerts: 1`)).toContain(
			'true   okta.mfa.failure.countlast[300] >= 2   is "2"',
		);
	});
});

describe("untestedRules", () => {
	test("names the rules without a firing case or without a near miss", () => {
		const { tests } = readRuleTests({ name: "mine.yaml", text: "- { rule: Often, event: x, alerts: 3 }" });
		expect(untestedRules(loaded.rules, tests).map(({ rule, lacks }) => [rule.name, lacks])).toEqual([
			["Failed", ["a firing case", "a near miss"]],
			["Often", ["a near miss"]],
		]);
	});
});
