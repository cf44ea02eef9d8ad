import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexRules } from "../../src/falco/rule-index.ts";
import type { Rule } from "../../src/falco/rule-set.ts";

const RULE: Omit<Rule, "eventTypes"> = {
	name: "r",
	source: "badge",
	priority: "Notice",
	tags: [],
	condition: { type: "and", children: [] },
	output: [],
	extraFields: [],
};
const rulesFor = (eventTypes: readonly (readonly string[] | undefined)[]): Rule[] =>
	eventTypes.map((types) => (types === undefined ? RULE : { ...RULE, eventTypes: types }));

describe("indexRules", () => {
	const candidates = indexRules(rulesFor([["a", "b"], undefined, ["b"], [], undefined, ["constructor"]]));

	test.each([
		["a", [0, 1, 4]],
		["b", [0, 1, 2, 4]],
		["c", [1, 4]],
		["constructor", [1, 4, 5]],
		["toString", [1, 4]],
		[undefined, [1, 4]],
	])("an event with %s meets %j", (value, places) => {
		expect(candidates(value)).toEqual(places);
		expect(candidates(value)).toEqual(places);
	});

	test("finds, in the order of the rules, every rule that lists the value or none", () => {
		const types = fc.option(fc.uniqueArray(fc.constantFrom<string[]>("a", "b", "c"), { maxLength: 3 }), {
			nil: undefined,
		});
		fc.assert(
			fc.property(fc.array(types, { maxLength: 12 }), fc.constantFrom("a", "b", "c", "d", undefined), (all, value) => {
				const expected = all.flatMap((listed, place) => {
					const fits = listed === undefined || (value !== undefined && listed.includes(value));
					return fits ? [place] : [];
				});
				expect(indexRules(rulesFor(all))(value)).toEqual(expected);
			}),
		);
	});
});
