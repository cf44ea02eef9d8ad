import { createEngine, type Engine } from "../falco/engine.ts";
import { fieldUses } from "../falco/field-uses.ts";
import type { Rule, RuleSet } from "../falco/rule-set.ts";
import { compileRegex } from "../generated/regex.ts";
import rulesText from "../generated/rules.json" with { type: "text" };
import { lazily } from "../lazily.ts";
import type { OktaEvent } from "../okta/event.ts";
import { OKTA_FIELDS, SCOPING } from "../okta/fields.ts";
import { isWindowField, SCOPE, WindowPlan } from "../okta/windows/plan.ts";
import type { Compilation } from "./portrait.ts";
import { sequenceRules, whateverElseHappened } from "./sequence-rules.ts";

/**
 * This deployment's rules. They are shipped as text, which costs nothing to load until somebody asks for them; for the compiler
 * it is what the file holds.
 */
export const ruleSet = lazily(() => JSON.parse(rulesText as unknown as string) as RuleSet);

/** The engine that runs this deployment's rules, compiled when the first event comes. */
export const oktaEngine = lazily(() => engineOf(ruleSet().rules));

/** What this deployment's conditions are made of. */
export const compilation: Compilation = {
	get ruleSet() {
		return ruleSet();
	},
	fields: OKTA_FIELDS,
	compileRegex,
};

/** What these rules look back at. */
export const windowPlan = lazily(() => new WindowPlan(fieldUses(ruleSet().rules, isWindowField, SCOPE)));

/** The engine of those rules that ask about earlier events. */
export const sequenceEngine = lazily(() => engineOf(sequenceRules(ruleSet().rules)));

/** The engine of the same rules without what they say of other events: they match what may yet be matched. */
export const possibleSequenceEngine = lazily(() => {
	return engineOf(sequenceRules(ruleSet().rules).map(whateverElseHappened));
});

function engineOf(rules: readonly Rule[]): Engine<OktaEvent> {
	return createEngine({ ...ruleSet(), rules }, OKTA_FIELDS, { ...SCOPING, compileRegex });
}
