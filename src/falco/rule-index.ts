import type { Bytes } from "./bytes.ts";
import type { Rule } from "./rule-set.ts";

/** A value of the index field, or undefined when the event has none → the places of the rules that may match, in order. */
export type RuleIndex = (value: Bytes | undefined) => readonly number[];

/**
 * Sorts rules by the values with which they can match, so that an event meets no others. A rule that can match with any
 * value is among the candidates of every one. Values that no rule names need no room: nobody can fill the index.
 */
export function indexRules(rules: readonly Rule[]): RuleIndex {
	const forAnyValue: number[] = [];
	const byValue = new Map<Bytes, readonly number[]>();
	const listed = new Map<Bytes, number[]>();
	for (const [place, { eventTypes }] of rules.entries()) {
		if (eventTypes === undefined) forAnyValue.push(place);
		for (const value of eventTypes ?? []) {
			const places = listed.get(value);
			if (places === undefined) listed.set(value, [place]);
			else places.push(place);
		}
	}
	return function candidates(value) {
		const places = value === undefined ? undefined : listed.get(value);
		if (value === undefined || places === undefined) return forAnyValue;
		const known = byValue.get(value) ?? [...places, ...forAnyValue].sort((a, b) => a - b);
		byValue.set(value, known);
		return known;
	};
}
