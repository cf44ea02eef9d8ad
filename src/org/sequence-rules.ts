import { fieldUses } from "../falco/field-uses.ts";
import type { Expr, Unplaced } from "../falco/filter/ast.ts";
import { relax } from "../falco/filter/relax.ts";
import type { Rule } from "../falco/rule-set.ts";
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

function isOpen(field: string): boolean {
	return isWindowField(field) || field.startsWith("okta.mfa.");
}

/** Okta's events have a type. */
const ALWAYS: Expr<Unplaced> = {
	type: "unary_check",
	left: { type: "field", name: "okta.evt.type" },
	operator: "exists",
};
