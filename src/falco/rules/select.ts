import type { CollectedRule } from "./collect-rules.ts";

/** One entry of Falco's `rules`: turns on or off all rules that its pattern fits, then all that have its tag. */
export interface RuleSelection {
	readonly operation: "enable" | "disable";
	/** The name of a rule, in which `*` stands for any text. */
	readonly rule?: string;
	/** A whole tag. */
	readonly tag?: string;
}

/**
 * Fifth stage: which rules take part, in the order in which they are tried (falco indexable_ruleset.h). All that the
 * files enable do; then the configuration turns them off and on. A rule that is turned on again goes to the end.
 */
export function selectRules(rules: readonly CollectedRule[], selections: readonly RuleSelection[]): CollectedRule[] {
	const enabled = new Set(rules.filter((rule) => rule.enabled));
	for (const { operation, rule: pattern, tag } of selections) {
		const byName = pattern === undefined ? [] : rules.filter(({ name }) => matchesWildcard(pattern, name));
		const byTag = tag === undefined ? [] : rules.filter(({ tags }) => tags.has(tag));
		for (const rule of [...byName, ...byTag]) {
			if (operation === "enable") enabled.add(rule);
			else enabled.delete(rule);
		}
	}
	return [...enabled];
}

/**
 * Whether a pattern fits a text, by Falco's reading of `*` (falco_utils.cpp): behind one, the first occurrence of the
 * text that follows is taken, and no other is tried. So `*OKTA` does not fit `OKTA x OKTA`.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
	const [head = "", ...parts] = pattern.split("*");
	if (!text.startsWith(head)) return false;
	if (parts.length === 0) return text === head;
	let at = head.length;
	for (const part of parts.filter((each) => each !== "")) {
		const found = text.indexOf(part, at);
		if (found === -1) return false;
		at = found + part.length;
	}
	return pattern.endsWith("*") || at === text.length;
}
