import { type Alert, compileAlert } from "./alert.ts";
import type { Bytes } from "./bytes.ts";
import { withCommonFields } from "./common-fields.ts";
import type { FalcoEvent } from "./event.ts";
import type { FieldTable } from "./field.ts";
import { type Condition, compileCondition } from "./filter/compile.ts";
import { FieldSlots, Reading } from "./filter/reading.ts";
import { indexRules } from "./rule-index.ts";
import type { AlertSettings, Rule, RuleSet } from "./rule-set.ts";
import { staticFields } from "./static-fields.ts";

/** Rules at work. */
export interface Engine<Event extends FalcoEvent> {
	/**
	 * The alerts that the rules raise for an event, in the order of the rules: with `rule_matching: first` at most one.
	 * Rules of other sources than the event's do not take part. Nothing is kept from one event to the next.
	 */
	evaluate(event: Event): readonly Alert[];
}

export interface EngineOptions {
	/** Name of the field that `eventTypes` of the rules are values of. Without it every rule is tried on every event. */
	readonly indexField?: string;
}

/**
 * Makes an engine of loaded rules (falco falco_engine.cpp). `fields` are those of the source; the fields that every
 * event has, and the rule set's static ones, are added here. A rule is compiled when an event first meets it, so that thousands of rules start at once.
 * @throws Error when there is no such `indexField`; and `evaluate` does, when a rule names a field that does not exist
 */
export function createEngine<Event extends FalcoEvent>(
	ruleSet: RuleSet,
	fields: FieldTable<Event>,
	{ indexField }: EngineOptions = {},
): Engine<Event> {
	const slots = new FieldSlots({ ...withCommonFields(fields), ...staticFields(ruleSet.staticFields) });
	const rules = ruleSet.rules.map((rule) => new EngineRule(rule, ruleSet.alert, slots));
	const firstOnly = ruleSet.ruleMatching === "first";
	const candidates = indexField === undefined ? undefined : indexRules(ruleSet.rules);
	const indexSlot = indexField === undefined ? -1 : slots.slot(indexField, undefined);
	const everyRule = [...rules.keys()];
	return {
		evaluate(event) {
			const alerts: Alert[] = [];
			const reading = new Reading(event, slots);
			for (const place of candidates?.(reading.get(indexSlot) as Bytes | undefined) ?? everyRule) {
				const alert = rules[place]?.apply(reading);
				if (alert === undefined) continue;
				alerts.push(alert);
				if (firstOnly) break;
			}
			return alerts;
		},
	};
}

class EngineRule<Event extends FalcoEvent> {
	readonly #rule: Rule;
	readonly #settings: AlertSettings;
	readonly #slots: FieldSlots<Event>;
	#matches: Condition<Event> | undefined;
	#alert: ((reading: Reading<Event>) => Alert) | undefined;

	constructor(rule: Rule, settings: AlertSettings, slots: FieldSlots<Event>) {
		this.#rule = rule;
		this.#settings = settings;
		this.#slots = slots;
	}

	/** The alert that the rule raises, or undefined when it does not match. */
	apply(reading: Reading<Event>): Alert | undefined {
		if (this.#rule.source !== reading.event.source) return undefined;
		this.#matches ??= this.#compile(() => compileCondition(this.#rule.condition, this.#slots));
		if (!this.#matches(reading)) return undefined;
		this.#alert ??= this.#compile(() => compileAlert(this.#rule, this.#settings, this.#slots));
		return this.#alert(reading);
	}

	#compile<Compiled>(compile: () => Compiled): Compiled {
		try {
			return compile();
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			throw new Error(`rule ${this.#rule.name}: ${reason}`, { cause });
		}
	}
}
