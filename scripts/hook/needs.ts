import type { Rule } from "../../src/falco/rule-set.ts";
import { EVENT_TYPES } from "../../src/okta/event-types.ts";
import { neededTypes, rememberedTypes } from "../rules/rule-coverage/needed-types.ts";
import type { EventHook } from "./event-hooks.ts";

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
	for (const rule of rules) {
		for (const type of neededTypes(rule.condition) ?? []) want(type, rule.name);
		for (const type of rememberedTypes(rule)) want(type, rule.name);
	}
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

/**
 * The same, as far as hooks show that Okta knows better than the catalogue: whatever they carry it pushes. Types become
 * eligible, and new ones are made, between two releases of the catalogue.
 */
export function withCarried(needs: Needs, hooks: readonly EventHook[]): Needs {
	const carried = new Set(hooks.flatMap(({ events }) => events.items));
	const those = (types: WantedTypes, isCarried: boolean) =>
		[...types].filter(([type]) => carried.has(type) === isCarried);
	const { pushed, notPushed, unknown } = needs;
	return {
		...needs,
		pushed: new Map([...pushed, ...those(notPushed, true), ...those(unknown, true)]),
		notPushed: new Map(those(notPushed, false)),
		unknown: new Map(those(unknown, false)),
	};
}
