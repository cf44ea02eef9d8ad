import type { Alert } from "./alert.ts";
import { withCommonFields } from "./common-fields.ts";
import { EngineRule } from "./engine-rule.ts";
import type { FalcoEvent } from "./event.ts";
import type { FieldTable } from "./field.ts";
import { type CompileRegex, FieldSlots, Reading } from "./filter/reading.ts";
import type { RuleSet } from "./rule-set.ts";
import { Scopes } from "./scopes.ts";
import { staticFields } from "./static-fields.ts";

/** Rules at work. */
export interface Engine<Event extends FalcoEvent> {
	/**
	 * The alerts that the rules raise for an event, in the order of the rules: with `rule_matching: first` at most one.
	 * Rules of other sources than the event's do not take part. Nothing is kept from one event to the next.
	 */
	evaluate(event: Event): readonly Alert[];
}

export interface EngineOptions<Event> {
	/** Name of the field that `eventTypes` of the rules are values of. Without it every rule is tried on every event. */
	readonly indexField?: string;
	/**
	 * Names of further fields with few values, which take no arguments. What conditions say of these and of the index field
	 * is worked out once for each combination of their values, and not for each event.
	 */
	readonly scopeFields?: readonly string[];
	/**
	 * An object that is the same for events which have the same in the index field and the scope fields: to find what was
	 * worked out for them without reading these. Left out, they are read of each event.
	 */
	readonly scopeOf?: (event: Event) => object;
	/**
	 * The `regex` operator (filter/regex.ts). It brings a library of some 50 KiB gzip, so that whoever ships an engine leaves
	 * it out where no rule uses it.
	 */
	readonly compileRegex?: CompileRegex | undefined;
}

/**
 * Makes an engine of loaded rules (falco falco_engine.cpp). `fields` are those of the source; the fields that every
 * event has, and the rule set's static ones, are added here. A rule is compiled when an event first meets it, so that thousands of rules start at once.
 * @throws Error when there is no such `indexField`; and `evaluate` does, when a rule names a field that does not
 * exist, or uses `regex` without `compileRegex`
 */
export function createEngine<Event extends FalcoEvent>(
	ruleSet: RuleSet,
	fields: FieldTable<Event>,
	{ indexField, scopeFields = [], scopeOf, compileRegex }: EngineOptions<Event> = {},
): Engine<Event> {
	const table = { ...withCommonFields(fields), ...staticFields(ruleSet.staticFields) };
	const slots = new FieldSlots<Event>(table, compileRegex);
	const names = indexField === undefined ? [] : [indexField, ...scopeFields];
	const scoping = names.map((name) => ({ name, slot: slots.slot(name, undefined) }));
	const bySource = new Map<string, Scopes<Event>>();
	for (const source of new Set(ruleSet.rules.map((rule) => rule.source))) {
		const rules = ruleSet.rules.filter((rule) => rule.source === source);
		const made = rules.map((rule) => new EngineRule(rule, ruleSet.alert, slots));
		bySource.set(source, new Scopes(rules, made, slots, scoping, scopeOf));
	}
	const firstOnly = ruleSet.ruleMatching === "first";
	return {
		evaluate(event) {
			const alerts: Alert[] = [];
			const scopes = bySource.get(event.source);
			if (scopes === undefined) return alerts;
			const reading = new Reading(event, slots);
			for (const candidate of scopes.candidates(reading)) {
				const alert = candidate.apply(reading);
				if (alert === undefined) continue;
				alerts.push(alert);
				if (firstOnly) break;
			}
			return alerts;
		},
	};
}
