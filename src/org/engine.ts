import { createEngine, type Engine } from "../falco/engine.ts";
import { fieldUses } from "../falco/field-uses.ts";
import type { Rule, RuleSet } from "../falco/rule-set.ts";
import rules from "../generated/rules.json" with { type: "json" };
import type { OktaEvent } from "../okta/event.ts";
import { OKTA_FIELDS } from "../okta/fields.ts";
import { isWindowField, SCOPE, SEQUENCE_FIELD, WindowPlan } from "../okta/windows/plan.ts";

/** This deployment's rules. */
// The generated file's own type is as long as the rules and tells less than RuleSet.
export const ruleSet = rules as unknown as RuleSet;

let engine: Engine<OktaEvent> | undefined;

/** The engine that runs this deployment's rules, compiled when the first event comes. */
export function oktaEngine(): Engine<OktaEvent> {
	engine ??= createEngine(ruleSet, OKTA_FIELDS, { indexField: "okta.evt.type" });
	return engine;
}

let plan: WindowPlan | undefined;

/** What these rules look back at. */
export function windowPlan(): WindowPlan {
	plan ??= new WindowPlan(fieldUses(ruleSet.rules, isWindowField, SCOPE));
	return plan;
}

let sequences: Engine<OktaEvent> | undefined;

/** The engine of those rules that ask about earlier events: these may come after the event that they are asked of. */
export function sequenceEngine(): Engine<OktaEvent> {
	sequences ??= createEngine({ ...ruleSet, rules: sequenceRules() }, OKTA_FIELDS, { indexField: "okta.evt.type" });
	return sequences;
}

function sequenceRules(): readonly Rule[] {
	const uses = fieldUses(ruleSet.rules, (name) => name === SEQUENCE_FIELD, []);
	const names = new Set(uses.map(({ rule }) => rule));
	return ruleSet.rules.filter(({ name }) => names.has(name));
}
