import { join } from "node:path";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { loadRuleFile } from "../rules/load-rule-file.ts";

/** The rules of rules.yaml, loaded as those of rules/ are. Throws an Error with what is wrong with them. */
export function loadRules(): RuleSet {
	return loadRuleFile(join(import.meta.dirname, "rules.yaml"));
}

/**
 * The same rules, the one of that name with a condition that cannot be evaluated: there is no such field. Only events that
 * the rule is meant for meet it.
 */
export function withBrokenRule(ruleSet: RuleSet, name: string, eventTypes: readonly string[]): RuleSet {
	const left = { type: "field", name: "okta.nonexistent", at: 0 } as const;
	const condition = { type: "unary_check", left, operator: "exists", at: 0 } as const;
	const rules = ruleSet.rules.map((rule) => (rule.name === name ? { ...rule, condition, eventTypes } : rule));
	return { ...ruleSet, rules };
}
