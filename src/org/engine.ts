import { createEngine, type Engine } from "../falco/engine.ts";
import { fieldUses } from "../falco/field-uses.ts";
import type { Rule, RuleSet } from "../falco/rule-set.ts";
import { compileRegex } from "../generated/regex.ts";
import rulesText from "../generated/rules.json" with { type: "text" };
import type { OktaEvent } from "../okta/event.ts";
import { OKTA_FIELDS, SCOPING } from "../okta/fields.ts";
import { isWindowField, SCOPE, WindowPlan } from "../okta/windows/plan.ts";
import type { Compilation } from "./portrait.ts";
import { sequenceRules, whateverElseHappened } from "./sequence-rules.ts";

let known: RuleSet | undefined;

/** This deployment's rules. They are shipped as text, which costs nothing to load until somebody asks for them. */
export function ruleSet(): RuleSet {
	// For the compiler it is what the file holds.
	known ??= JSON.parse(rulesText as unknown as string) as RuleSet;
	return known;
}

let engine: Engine<OktaEvent> | undefined;

/** The engine that runs this deployment's rules, compiled when the first event comes. */
export function oktaEngine(): Engine<OktaEvent> {
	engine ??= engineOf(ruleSet().rules);
	return engine;
}

/** What this deployment's conditions are made of. */
export const compilation: Compilation = {
	get ruleSet() {
		return ruleSet();
	},
	fields: OKTA_FIELDS,
	compileRegex,
};

let plan: WindowPlan | undefined;

/** What these rules look back at. */
export function windowPlan(): WindowPlan {
	plan ??= new WindowPlan(fieldUses(ruleSet().rules, isWindowField, SCOPE));
	return plan;
}

let sequences: Engine<OktaEvent> | undefined;

/** The engine of those rules that ask about earlier events. */
export function sequenceEngine(): Engine<OktaEvent> {
	sequences ??= engineOf(sequenceRules(ruleSet().rules));
	return sequences;
}

let possibleSequences: Engine<OktaEvent> | undefined;

/** The engine of the same rules without what they say of other events: they match what may yet be matched. */
export function possibleSequenceEngine(): Engine<OktaEvent> {
	possibleSequences ??= engineOf(sequenceRules(ruleSet().rules).map(whateverElseHappened));
	return possibleSequences;
}

function engineOf(rules: readonly Rule[]): Engine<OktaEvent> {
	return createEngine({ ...ruleSet(), rules }, OKTA_FIELDS, { ...SCOPING, compileRegex });
}
