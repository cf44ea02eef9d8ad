import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_CONFIG } from "../../src/falco/config.ts";
import { load } from "../../src/falco/load.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";

const FILE = join(import.meta.dirname, "rules.yaml");

/** The rules of rules.yaml, loaded as those of rules/ are. Throws an Error with what is wrong with them. */
export function loadRules(): RuleSet {
	const { ruleSet, diagnostics } = load({
		files: [{ name: FILE, text: readFileSync(FILE, "utf8") }],
		fields: OKTA_FIELDS,
		source: "okta",
		indexField: "okta.evt.type",
		config: { ...DEFAULT_CONFIG, ruleMatching: "all" },
		plugins: {},
		engineVersion: "0.0.0",
	});
	if (ruleSet === undefined) throw new Error(diagnostics.map(({ message }) => `${FILE}: ${message}`).join("\n"));
	return ruleSet;
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
