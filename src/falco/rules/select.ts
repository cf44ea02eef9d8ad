import type { CollectedRule } from "./collect-rules.ts";
import type { Context } from "./context.ts";
import { didYouMean } from "./decode.ts";
import type { Report } from "./report.ts";

/** One entry of Falco's `rules`: turns on or off all rules that its pattern fits, then all that have its tag. */
export interface RuleSelection {
	readonly operation: "enable" | "disable";
	/** The name of a rule, in which `*` stands for any text. */
	readonly rule?: string;
	/** A whole tag. */
	readonly tag?: string;
	/** Where the configuration has it: there it is told if it fits no rule. */
	readonly context?: Context;
}

/**
 * Fifth stage: which rules take part, in the order in which they are tried (falco indexable_ruleset.h). All that the
 * files enable do; then the configuration turns them off and on. A rule that is turned on again goes to the end.
 */
export function selectRules(rules: readonly CollectedRule[], selections: readonly RuleSelection[]): CollectedRule[] {
	const enabled = new Set(rules.filter((rule) => rule.enabled));
	for (const { operation, rule: pattern, tag } of selections) {
		for (const rule of [...named(rules, pattern), ...tagged(rules, tag)]) {
			if (operation === "enable") enabled.add(rule);
			else enabled.delete(rule);
		}
	}
	return [...enabled];
}

/** Warns of selections that fit no rule: Falco passes over them, and what was to be turned on or off is not. */
export function warnIdleSelections(
	rules: readonly CollectedRule[],
	selections: readonly RuleSelection[],
	report: Report,
): void {
	for (const { rule: pattern, tag, context } of selections) {
		if (context === undefined) continue;
		if (pattern !== undefined && named(rules, pattern).length === 0) {
			const names = rules.map(({ name }) => name);
			const message = `No rule has a name that '${pattern}' fits`;
			report.warning("LOAD_WARNING_EXTENSION", message, context, () => didYouMean(pattern, names));
		}
		if (tag !== undefined && tagged(rules, tag).length === 0) {
			const tags = [...new Set(rules.flatMap((rule) => [...rule.tags]))];
			report.warning("LOAD_WARNING_EXTENSION", `No rule has the tag '${tag}'`, context, () => didYouMean(tag, tags));
		}
	}
}

function named(rules: readonly CollectedRule[], pattern: string | undefined): CollectedRule[] {
	return pattern === undefined ? [] : rules.filter(({ name }) => matchesWildcard(pattern, name));
}

function tagged(rules: readonly CollectedRule[], tag: string | undefined): CollectedRule[] {
	return tag === undefined ? [] : rules.filter(({ tags }) => tags.has(tag));
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
