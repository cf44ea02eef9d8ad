import type { Alert } from "../falco/alert.ts";
import { fieldUses } from "../falco/field-uses.ts";
import type { Expr, Unplaced } from "../falco/filter/ast.ts";
import { relax } from "../falco/filter/relax.ts";
import type { Rule, RuleSet } from "../falco/rule-set.ts";
import { isWindowField, SEQUENCE_FIELD } from "../okta/windows/plan.ts";

/** The rules that ask about earlier events: these may come after the event that they are asked of. */
export function sequenceRules(rules: readonly Rule[]): readonly Rule[] {
	const names = new Set(fieldUses(rules, (name) => name === SEQUENCE_FIELD, []).map(({ rule }) => rule));
	return rules.filter(({ name }) => names.has(name));
}

/** The rule without what it says of other events: it matches all that it may match once more of them are known. */
export function whateverElseHappened(rule: Rule): Rule {
	const condition = relax(rule.condition, isOpen) ?? ALWAYS;
	return { ...rule, condition, output: [], extraFields: [] };
}

/**
 * What is new of the alerts of an event that has alerted by some rules before: with `rule_matching: first` only what stands
 * before all of these, as behind them no rule is asked.
 */
export function newsOf(
	alerts: readonly Alert[],
	alerted: readonly string[],
	{ ruleMatching, rules }: Pick<RuleSet, "ruleMatching" | "rules">,
): readonly Alert[] {
	const news = alerts.filter(({ rule }) => !alerted.includes(rule));
	if (ruleMatching === "all" || news.length === 0) return news;
	const first = rules.findIndex(({ name }) => alerted.includes(name));
	return first < 0 ? news : news.filter(({ rule }) => rules.findIndex(({ name }) => name === rule) < first);
}

function isOpen(field: string): boolean {
	return isWindowField(field) || field.startsWith("okta.mfa.");
}

/** Okta's events have a type. */
const ALWAYS: Expr<Unplaced> = {
	type: "unary_check",
	left: { type: "field", name: "okta.evt.type" },
	operator: "exists",
};
