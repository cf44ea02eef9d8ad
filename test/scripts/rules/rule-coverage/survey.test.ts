import { describe, expect, test } from "vitest";
import { loadOktaRules } from "../../../../scripts/rules/load-okta-rules.ts";
import { coverageText } from "../../../../scripts/rules/rule-coverage/coverage-text.ts";
import { rulePage } from "../../../../scripts/rules/rule-coverage/rule-page.ts";
import { surveyRules } from "../../../../scripts/rules/rule-coverage/survey.ts";
import { DEFAULT_CONFIG } from "../../../../src/falco/config.ts";

function survey(...rules: readonly Record<string, unknown>[]) {
	const items = rules.map((rule, index) => ({
		rule: `r${index}`,
		desc: "d",
		output: "o",
		priority: "NOTICE",
		source: "okta",
		...rule,
	}));
	const files = [{ name: "rules/mine.yaml", text: JSON.stringify(items) }];
	return surveyRules(loadOktaRules(files, DEFAULT_CONFIG).rules);
}

const SIGN_IN = "okta.evt.type = user.session.start";
const ZONE = "okta.evt.type = zone.update";

describe("surveyRules", () => {
	test.each([
		[SIGN_IN, "event hook", [{ name: "user.session.start", carrier: "event hook" }]],
		[ZONE, "System Log", [{ name: "zone.update", carrier: "System Log" }]],
		[
			`${SIGN_IN} or ${ZONE}`,
			"partly event hook",
			[
				{ name: "user.session.start", carrier: "event hook" },
				{ name: "zone.update", carrier: "System Log" },
			],
		],
		["okta.result = FAILURE", "any", null],
		["okta.evt.type = no.such.thing", "nothing", [{ name: "no.such.thing", carrier: "none" }]],
		[`${SIGN_IN} and ${ZONE}`, "nothing", []],
	])("%s: fed by %s", (condition, feed, eventTypes) => {
		expect(survey({ condition }).rules).toMatchObject([{ feed, eventTypes }]);
	});

	test.each([
		[{ condition: SIGN_IN }, []],
		[
			{ condition: "okta.evt.type in (user.lifecycle.suspended, zone.update)" },
			["rules/mine.yaml: r0: Okta has no event type user.lifecycle.suspended; did you mean user.lifecycle.suspend?"],
		],
		[{ condition: "okta.evt.type = nothing" }, ["rules/mine.yaml: r0: Okta has no event type nothing"]],
		[{ condition: `${SIGN_IN} and ${ZONE}` }, ["rules/mine.yaml: r0: no event can make its condition true"]],
		[
			{ condition: SIGN_IN, tags: ["mitre_inital_access", "mine"] },
			["rules/mine.yaml: r0: ATT&CK has no tactic mitre_inital_access; did you mean mitre_initial_access?"],
		],
	])("%j: warnings %j", (rule, warnings) => expect(survey(rule).warnings).toEqual(warnings));

	test("knows what a rule looks back at, beside what it alerts on", () => {
		const looking = `${SIGN_IN} and okta.recent[mfa_deny,user,600] > 2 and okta.recent[user.session.start:FAILURE,ip,60] > 2`;
		expect(survey({ condition: looking }).rules).toMatchObject([
			{
				feed: "partly event hook",
				eventTypes: [{ name: "user.session.start", carrier: "event hook" }],
				lookedBackAt: [
					{ name: "user.authentication.auth_via_mfa", carrier: "event hook" },
					{ name: "user.mfa.okta_verify.deny_push", carrier: "System Log" },
				],
			},
		]);
		const { rules, warnings } = survey({ condition: `${SIGN_IN} and okta.recent[user.session.strat,user,600] > 2` });
		expect(rules[0]?.lookedBackAt).toEqual([{ name: "user.session.strat", carrier: "none" }]);
		expect(warnings).toEqual([
			"rules/mine.yaml: r0: Okta has no event type user.session.strat; did you mean user.session.start?",
		]);
	});

	test("sums ATT&CK up, in the order of an attack", () => {
		const { attack } = survey(
			{ condition: SIGN_IN, tags: ["mitre_impact", "T1531"] },
			{ condition: SIGN_IN, tags: ["mitre_initial_access", "T1078.004", "T1078"], enabled: false },
			{ condition: SIGN_IN, tags: ["mitre_initial_access", "T1078.004", "T10"] },
		);
		expect(attack).toEqual([
			{
				tactic: "Initial Access",
				techniques: [
					{ technique: "T1078", enabled: 0, disabled: 1 },
					{ technique: "T1078.004", enabled: 1, disabled: 1 },
				],
			},
			{ tactic: "Impact", techniques: [{ technique: "T1531", enabled: 1, disabled: 0 }] },
		]);
	});
});

const SOME = survey(
	{
		rule: "Sign-In, or a|b",
		desc: "Somebody signed in.  False positives: everybody.",
		condition: `${SIGN_IN} or ${ZONE}`,
		tags: ["mitre_initial_access", "T1078.004", "T9999"],
	},
	{ rule: "Anything", desc: "Whatever.", condition: "okta.uuid != x", enabled: false },
	{ rule: "After", desc: "Looks back.", condition: `${SIGN_IN} and okta.recent[mfa_deny,user,60] > 0` },
);

test("coverageText: a rule with its event types, then the sums, then ATT&CK", () => {
	expect(coverageText(SOME)).toBe(`on   Sign-In, or a|b (event hook in part)
       event hook  user.session.start
       System Log  zone.update
off  Anything (any event type)
on   After (event hook in part)
       event hook  user.session.start, user.authentication.auth_via_mfa
       System Log  user.mfa.okta_verify.deny_push

3 rules, 2 enabled. Of these an event hook feeds 0 wholly and 2 in part; 0 need the System Log.
They need 2 of the event types that a hook can carry; one hook carries 300. Catalogue ${SOME.release}.

Initial Access
  T1078.004 Valid Accounts: Cloud Accounts: 1 on
  T9999: 1 on
`);
});

test("rulePage: a table with links, and a section for each rule", () => {
	const page = rulePage(SOME);
	expect(page).toContain("| [Sign-In, or a\\|b](#sign-in-or-ab) | Notice | on | event hook in part |\n");
	expect(page).toContain("| Initial Access | T1078.004 Valid Accounts: Cloud Accounts | 1 | 0 |\n");
	expect(page).toContain(`## [rules/mine.yaml](../rules/mine.yaml)

### Sign-In, or a\\|b

Somebody signed in.

*False positives:* everybody.

- Notice, on by default
- Events: \`user.session.start\`, \`zone.update\` †
- ATT&CK: T1078.004 Valid Accounts: Cloud Accounts; T9999

### Anything

Whatever.

- Notice, off by default
- Events: any

### After

Looks back.

- Notice, on by default
- Events: \`user.session.start\`
- Looks back at: \`user.authentication.auth_via_mfa\`, \`user.mfa.okta_verify.deny_push\` †
`);
});
