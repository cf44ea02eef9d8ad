import type { Alert } from "../../../src/falco/alert.ts";
import { createEngine } from "../../../src/falco/engine.ts";
import { type Explained, explainCondition } from "../../../src/falco/explain.ts";
import { compileRegex } from "../../../src/falco/filter/regex.ts";
import type { LoadedRule } from "../../../src/falco/load.ts";
import type { RuleSet } from "../../../src/falco/rule-set.ts";
import { OKTA_FIELDS } from "../../../src/okta/fields.ts";
import type { JsonObject } from "../../../src/okta/log-event.ts";
import { eventSequence } from "../event-sequence.ts";
import type { RuleTest } from "./read-rule-tests.ts";

/** What a rule, turned on or not, made of the events of a test. */
export interface RuleTestResult {
	/** What was not as the test expects it; none when it passes. */
	readonly faults: readonly string[];
	/** The rule's condition on the event that tells most about the faults. */
	readonly explained?: ExplainedEvent;
}

export interface ExplainedEvent {
	/** Which of the test's events, from 1. */
	readonly number: number;
	readonly log: JsonObject;
	readonly explained: Explained;
}

interface Outcome extends ExplainedEvent {
	readonly alerts: readonly Alert[];
}

/** Plays the events to the rule alone; `settings` are those of the rule set that it stands in. */
export function runRuleTest(
	test: RuleTest,
	events: readonly JsonObject[],
	rule: LoadedRule,
	settings: Omit<RuleSet, "rules">,
): RuleTestResult {
	const engine = createEngine({ ...settings, rules: [rule] }, OKTA_FIELDS, { compileRegex });
	const ready = eventSequence({ ...settings, rules: [rule] }, { org: "acme", hostname: "localhost" });
	const outcomes = events.map((log, index): Outcome => {
		const event = ready(log);
		const alerts = engine.evaluate(event);
		// At once, since counters go on counting.
		const explained = explainCondition(rule.condition, event, OKTA_FIELDS, {
			staticFields: settings.staticFields,
			compileRegex,
		});
		return { number: index + 1, log, explained, alerts };
	});
	const alerts = outcomes.flatMap((outcome) => outcome.alerts);
	const faults = [...countFaults(test, alerts.length), ...outputFaults(test, alerts)];
	const telling = outcomes[tellingIndex(test, outcomes)];
	if (faults.length === 0 || telling === undefined) return { faults };
	const { number, log, explained } = telling;
	return { faults, explained: { number, log, explained } };
}

function countFaults({ alerts: expected }: RuleTest, found: number): string[] {
	if (found === expected) return [];
	return [`expected ${expected === 1 ? "1 alert" : `${expected || "no"} alerts`}, got ${found || "none"}`];
}

function outputFaults({ output, outputWithout }: RuleTest, alerts: readonly Alert[]): string[] {
	return alerts.flatMap((alert) => [
		...output
			.filter((text) => !alert.output.includes(text))
			.map((text) => `the output lacks ${JSON.stringify(text)}: ${alert.output}`),
		// Not only what is printed: whatever is in the alert goes to chats and stores.
		...outputWithout
			.filter((text) => alert.json.includes(JSON.stringify(text).slice(1, -1)))
			.map((text) => `the alert has ${JSON.stringify(text)} in it: ${alert.output}`),
	]);
}

/** Too few alerts: the last event that made none. Otherwise the first that made one. */
function tellingIndex({ alerts: expected }: RuleTest, outcomes: readonly Outcome[]): number {
	const found = outcomes.reduce((sum, { alerts }) => sum + alerts.length, 0);
	if (found < expected) return outcomes.findLastIndex(({ alerts }) => alerts.length === 0);
	return outcomes.findIndex(({ alerts }) => alerts.length > 0);
}
