import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventSequence } from "../scripts/rules/event-sequence.ts";
import { loadOktaRules } from "../scripts/rules/load-okta-rules.ts";
import { loadRules } from "../scripts/rules/loaded-rules.ts";
import { rulePage } from "../scripts/rules/rule-coverage/rule-page.ts";
import { surveyRules } from "../scripts/rules/rule-coverage/survey.ts";
import { CONFIG_FILE, readNamedFiles } from "../scripts/rules/rule-files.ts";
import { buildEvents } from "../scripts/rules/rule-tests/build-events.ts";
import { resultText } from "../scripts/rules/rule-tests/fault-text.ts";
import { readRuleTests } from "../scripts/rules/rule-tests/read-rule-tests.ts";
import { referenceEvents } from "../scripts/rules/rule-tests/reference-events.ts";
import { ruleTestRunner } from "../scripts/rules/rule-tests/run-rule-tests.ts";
import { untestedRules } from "../scripts/rules/rule-tests/untested.ts";
import { CONFIG_KEYS, readConfig } from "../src/falco/config/read.ts";
import { createEngine } from "../src/falco/engine.ts";
import { compileRegex } from "../src/falco/filter/regex.ts";
import { load } from "../src/falco/load.ts";
import { priorityLevel } from "../src/falco/priority.ts";
import { EVENT_TYPES } from "../src/okta/event-types.ts";
import { OKTA_FIELDS } from "../src/okta/fields.ts";
import { PLUGIN_SETTINGS } from "../src/okta/mfa-counters.ts";
import { PLUGIN_FIELDS } from "../src/okta/plugin-fields.ts";

const FALCOS = [
	"User Changing password in to OKTA",
	"Creating a new OKTA user account",
	"User accessing app via single sign on OKTA",
	"User has been locked out in OKTA",
	"User has been moved from suspended status in OKTA.",
	"User has been activated in OKTA",
	"User has been deactivated in OKTA",
	"User has been suspended in OKTA",
	"Admin permission has been assigned to a user in OKTA",
	"Creating a new OKTA API token",
	"User accessing OKTA admin section",
	"Adding user in OKTA group",
	"removing MFA factor from user in OKTA",
	"removing all MFA factor from user in OKTA",
	"User password reset by OKTA admin",
	"User hitting the rate limit on requests in OKTA",
	"Adding user to application membership in OKTA",
	"User initiating impersonation session in OKTA",
	"Detecting unknown logins using geolocation",
	"Too many failed MFA in last 5min",
	"Too many denied MFA Pushes in last 5min",
	"User logged in to OKTA",
];

/** The event types on the list that Falco's authors had from Okta's security team. */
const OF_INTEREST = [
	"user.session.start",
	"user.session.end",
	"user.session.clear",
	"user.session.access_admin_app",
	"policy.evaluate_sign_on",
	"policy.lifecycle.create",
	"user.account.lock",
	"user.account.update_password",
	"user.account.reset_password",
	"user.account.privilege.grant",
	"user.authentication.sso",
	"user.mfa.factor.update",
	"user.mfa.factor.deactivate",
	"user.mfa.factor.reset_all",
	"zone.update",
	"group.user_membership.add",
	"application.user_membership.add",
	"application.lifecycle.create",
	"application.provision.user.push",
	"user.lifecycle.activate",
	"user.lifecycle.deactivate",
	"user.lifecycle.suspend",
	"system.api_token.create",
	"system.org.rate_limit.violation",
	...[...EVENT_TYPES.keys()].filter((type) => type.startsWith("user.authentication.auth")),
];

const ROOT = join(import.meta.dirname, "..");
const TESTS = join(ROOT, "rules", "tests");

const shipped = loadRules({ config: CONFIG_FILE });
if (shipped === undefined) throw new Error("the rules do not load: npm run rules -- check");
const { loaded } = shipped;
const rules = loaded.rules;
const coverage = surveyRules(rules);
const files = readNamedFiles([TESTS]).files.map(readRuleTests);
const tests = files.flatMap((file) => file.tests);

describe("tests of the rules", () => {
	test("can all be read", () => expect(files.flatMap(({ faults }) => faults)).toEqual([]));

	test("every rule has one in which it alerts, and a near miss", () => {
		expect(untestedRules(rules, tests).map(({ rule, lacks }) => [rule.name, lacks])).toEqual([]);
	});

	const run = ruleTestRunner(shipped);
	test.each(
		tests.map((each) => ({
			...each,
			title: `${each.place.line} ${each.rule}: ${each.why ?? `${each.alerts} alerts`}`,
		})),
	)("$place.file:$title", (each) => {
		expect(resultText(each, run(each), false).join("\n")).toBe("");
	});

	test("hold where allowed_countries_list has been filled, too, whatever the country", () => {
		const text = "- { list: allowed_countries_list, items: [Portugal], override: { items: append } }";
		const read = { ...shipped.read, files: [...shipped.read.files, { name: "mine.yaml", text }] };
		const run = ruleTestRunner({ read, loaded: loadOktaRules(read.files, read.config) });
		expect(tests.flatMap((each) => resultText(each, run(each), false))).toEqual([]);
	});

	test("name event types that Okta has, but for the one that Falco's own rule gets wrong", () => {
		const reference = referenceEvents(TESTS);
		const types = tests
			.flatMap(({ happenings }) => buildEvents(happenings, reference))
			.map(({ eventType }) => eventType);
		const unknown = new Set(types.filter((type) => !EVENT_TYPES.has(String(type))));
		expect([...unknown]).toEqual(["user.lifecycle.suspended"]);
	});

	test("tell of people, domains and addresses that are kept for documentation", () => {
		const reference = referenceEvents(TESTS);
		const events = JSON.stringify(tests.flatMap(({ happenings }) => buildEvents(happenings, reference)));
		const addresses = new Set(events.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b(?=")/g));
		expect([...addresses].filter((address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address))).toEqual([]);
		const logins = new Set(events.match(/[\w.]+@[\w.]+/g));
		expect([...logins].filter((login) => !/@(?:example\.com|okta\.com)$/.test(login))).toEqual(["test_1@mail"]);
	});
});

test("falco.yaml has every key that means something, in words that load", () => {
	const text = readFileSync(CONFIG_FILE, "utf8").replaceAll(/^# {3}(?=\w+:)/gm, "");
	expect([...text.matchAll(/^(\w+):/gm)].map(([, key]) => key).sort()).toEqual([...CONFIG_KEYS].sort());
	const { config, diagnostics } = readConfig({ name: "falco.yaml", text }, PLUGIN_SETTINGS);
	expect(diagnostics).toEqual([]);
	expect(loadOktaRules(shipped.read.files, config ?? shipped.read.config).diagnostics).toEqual([]);
});

describe("the rules", () => {
	test("load without a warning", () => expect(loaded.diagnostics).toEqual([]));

	test("ask for event types and tactics that exist", () => expect(coverage.warnings).toEqual([]));

	test("each meet only events of the types they name", () => {
		expect(coverage.rules.filter(({ feed }) => feed === "any" || feed === "nothing")).toEqual([]);
	});

	test("are told apart: 22 under Falco's own names, the others under names of their own", () => {
		const falcos = rules.filter(({ place }) => place.file.endsWith("okta_rules.yaml") && !/\/\d\d_/.test(place.file));
		expect(falcos.map(({ name }) => name)).toEqual(FALCOS);
		const others = rules.filter((rule) => !falcos.includes(rule));
		expect(others.filter(({ name }) => !/^Okta [A-Z]/.test(name)).map(({ name }) => name)).toEqual([]);
	});

	test("of Falco's names need nothing that Falco lacks", () => {
		const name = "okta_rules.yaml";
		const text = readFileSync(join(ROOT, "rules", name), "utf8");
		const { diagnostics, rules: loadedAlone } = load({
			files: [{ name, text }],
			fields: PLUGIN_FIELDS,
			source: "okta",
			plugins: { okta: "0.12.0" },
			engineVersion: "0.63.0",
		});
		expect(diagnostics).toEqual([]);
		expect(loadedAlone).toHaveLength(FALCOS.length);
		expect(text).not.toMatch(/json\.value|jevt\./);
	});

	test("say in their output what to look at, and which event it was", () => {
		const own = rules.filter(({ name }) => !FALCOS.includes(name));
		const lacking = own.filter(({ output }) => {
			const fields = output.flatMap((part) => (part.type === "token" ? [part.expression] : []));
			return !fields.some((field) => field.type === "field" && field.name === "okta.uuid");
		});
		expect(lacking.map(({ name }) => name)).toEqual([]);
		const silent = own.filter(({ enabled, output }) => enabled && !JSON.stringify(output).includes(" Next: "));
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	test("are tagged with a technique, and those that are on say how they can go wrong", () => {
		const [session, ...untagged] = coverage.rules.filter(({ techniques }) => techniques.length === 0);
		expect(session?.rule).toBe("Okta Session Ended");
		expect(untagged).toEqual([]);
		const silent = rules.filter(({ enabled, description }) => enabled && !/false positives/i.test(description));
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	test.each(OF_INTEREST)("%s, which Okta's security team finds worth watching, has a rule", (type) => {
		expect(coverage.rules.some(({ eventTypes }) => eventTypes?.some(({ name }) => name === type))).toBe(true);
	});

	test("when only the first alerts, it is the most urgent that could", () => {
		const reference = referenceEvents(TESTS);
		const enabled = rules.filter((rule) => rule.enabled);
		const { alert, ruleMatching: _, ...settings } = shipped.read.config;
		const engine = createEngine({ ...settings, alert, ruleMatching: "all", rules: enabled }, OKTA_FIELDS, {
			compileRegex,
		});
		for (const { happenings, place } of tests) {
			const ready = eventSequence({ rules: enabled }, { org: "acme", hostname: "localhost" });
			for (const log of buildEvents(happenings, reference)) {
				const levels = engine.evaluate(ready(log)).map(({ priority }) => priorityLevel(priority));
				expect(levels[0], `${place.file}:${place.line}`).toBe(levels.length === 0 ? undefined : Math.min(...levels));
			}
		}
	});

	test("docs/rules.md is what they make: npm run rules -- coverage --markdown", () => {
		expect(readFileSync(join(ROOT, "docs", "rules.md"), "utf8")).toBe(rulePage(coverage));
	});
});
