import { fieldUses } from "../../src/falco/field-uses.ts";
import type { Rule } from "../../src/falco/rule-set.ts";
import { EVENT_TYPES } from "../../src/okta/event-types.ts";
import { ACTIVITIES } from "../../src/okta/windows/activities.ts";
import { loadedArgument } from "../../src/okta/windows/argument.ts";
import { neededTypes } from "../rules/rule-coverage/needed-types.ts";

/** Event types, each with the names of the rules that want it. */
export type WantedTypes = ReadonlyMap<string, readonly string[]>;

/** What rules need of Okta. */
export interface Needs {
	/** Event types that event hooks can carry. */
	readonly pushed: WantedTypes;
	/** Event types that Okta pushes to no hook: they stand in its System Log only. */
	readonly notPushed: WantedTypes;
	/** What is no event type of Okta's. */
	readonly unknown: WantedTypes;
	/** Rules that can match an event of any type, for whose sake every type is wanted. */
	readonly ofAnyType: readonly string[];
}

/** What rules need: the events that can match, and those that they look back at. */
export function needsOf(rules: readonly Rule[]): Needs {
	const wanted = new Map<string, Set<string>>();
	const want = (type: string, rule: string) => wanted.set(type, (wanted.get(type) ?? new Set()).add(rule));
	const ofAnyType = rules.filter(({ condition }) => neededTypes(condition) === undefined).map(({ name }) => name);
	for (const { name, condition } of rules) for (const type of neededTypes(condition) ?? []) want(type, name);
	for (const { rule, types } of rememberedTypes(rules)) for (const type of types) want(type, rule);
	for (const [type, { hookEligible }] of EVENT_TYPES) if (hookEligible) for (const name of ofAnyType) want(type, name);
	const those = (fits: (type: string) => boolean): WantedTypes =>
		new Map([...wanted].filter(([type]) => fits(type)).map(([type, names]) => [type, [...names].sort()]));
	return {
		pushed: those((type) => EVENT_TYPES.get(type)?.hookEligible === true),
		notPushed: those((type) => EVENT_TYPES.get(type)?.hookEligible === false),
		unknown: those((type) => !EVENT_TYPES.has(type)),
		ofAnyType,
	};
}

/** Fields that count events which need not be the one that matches, and the types of these. */
const REMEMBERED: Readonly<Record<string, (argument: string) => readonly string[]>> = {
	"okta.mfa.failure.countlast": () => ACTIVITIES.mfa_failure.types,
	"okta.mfa.deny.countlast": () => ACTIVITIES.mfa_deny.types,
	"okta.recent": (argument) => loadedArgument("recent", argument).activity.types,
};

function rememberedTypes(rules: readonly Rule[]): { readonly rule: string; readonly types: readonly string[] }[] {
	const uses = fieldUses(rules, (name) => Object.hasOwn(REMEMBERED, name), []);
	return uses.map(({ rule, name, argument = "" }) => ({ rule, types: REMEMBERED[name]?.(argument) ?? [] }));
}
