import { createEngine, type Engine } from "../falco/engine.ts";
import type { RuleSet } from "../falco/rule-set.ts";
import rules from "../generated/rules.json" with { type: "json" };
import type { OktaEvent } from "../okta/event.ts";
import { OKTA_FIELDS } from "../okta/fields.ts";

let engine: Engine<OktaEvent> | undefined;

/** The engine that runs this deployment's rules, compiled when the first event comes. */
export function oktaEngine(): Engine<OktaEvent> {
	// The generated file's own type is as long as the rules and tells less than RuleSet.
	engine ??= createEngine(rules as unknown as RuleSet, OKTA_FIELDS, { indexField: "okta.evt.type" });
	return engine;
}
