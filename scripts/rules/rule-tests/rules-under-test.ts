import type { LoadedRule, LoadResult } from "../../../src/falco/load.ts";
import { suggest } from "../../../src/falco/suggest.ts";
import { loadOktaRules } from "../load-okta-rules.ts";
import type { RuleFiles } from "../rule-files.ts";

/** A rule that cannot be tested as asked; its message says why. */
export class NoSuchRule extends Error {
	override readonly name = "NoSuchRule";
}

/** Name of the rule file that a test's lists make. */
const LISTS_FILE = "lists of the test";

/**
 * Finds rules by name, with other items in some lists. Each set of lists is loaded once, behind all rule files, as a
 * file of one's own would be. The function it returns throws NoSuchRule.
 */
export function rulesUnderTest({ files, config }: RuleFiles, loaded: LoadResult) {
	const byLists = new Map([["[]", loaded.rules]]);
	return (name: string, lists: Readonly<Record<string, readonly string[]>>): LoadedRule => {
		// JSON is YAML.
		const text = JSON.stringify(Object.entries(lists).map(([list, items]) => ({ list, items })));
		const rules = byLists.get(text) ?? loadWith(text);
		byLists.set(text, rules);
		const rule = rules.find((each) => each.name === name);
		if (rule !== undefined) return rule;
		const similar = suggest(
			name,
			rules.map((each) => each.name),
		);
		throw new NoSuchRule(`there is no rule ${name}${similar === undefined ? "" : `; did you mean ${similar}?`}`);
	};

	function loadWith(text: string): readonly LoadedRule[] {
		const { rules, diagnostics } = loadOktaRules([...files, { name: LISTS_FILE, text }], config);
		const fault = diagnostics.find(({ severity, place }) => severity === "error" || place.file === LISTS_FILE);
		if (fault === undefined) return rules;
		const list = fault.locations.findLast(({ itemType }) => itemType === "list")?.itemName;
		throw new NoSuchRule(`lists${list === undefined ? "" : `.${list}`}: ${fault.message}`);
	}
}
