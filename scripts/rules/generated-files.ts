import { leavesOf } from "../../src/falco/filter/walk.ts";
import type { Rule, RuleSet } from "../../src/falco/rule-set.ts";
import { needsOf } from "../hook/needs.ts";

/** The files of src/generated/ that rules are compiled into. */
export const GENERATED_FILES = ["rules.json", "regex.ts", "not-pushed.json"] as const;

export type GeneratedFile = (typeof GENERATED_FILES)[number];

/**
 * What the Worker runs, as the texts of these files: the rules, the `regex` operator where one of them uses it, and the
 * event types they look at that Okta pushes to no hook.
 */
export function generatedFiles(ruleSet: RuleSet): Record<GeneratedFile, string> {
	return {
		"rules.json": printRuleSet(ruleSet),
		"regex.ts": ruleSet.rules.some(usesRegex) ? WITH_REGEX : WITHOUT_REGEX,
		"not-pushed.json": `${JSON.stringify([...needsOf(ruleSet.rules).notPushed.keys()].sort(), null, "\t")}\n`,
	};
}

const WITH_REGEX = 'export { compileRegex } from "../falco/filter/regex.ts";\n';

/** The library behind it is a third of the Worker. */
const WITHOUT_REGEX = "export const compileRegex = undefined;\n";

/** Whether the rule cannot be run without the `regex` operator. */
export function usesRegex({ condition }: Rule): boolean {
	return leavesOf(condition).some((leaf) => leaf.type === "binary_check" && leaf.operator === "regex");
}

/** Where a node of a condition stands in its file is for messages, and there is none left to give. */
function withoutPlace(key: string, value: unknown): unknown {
	return key === "at" ? undefined : value;
}

/** JSON with a rule a line, so that a change of one rule is a change of one line. */
function printRuleSet({ rules, ...settings }: RuleSet): string {
	const lines = rules.map((rule) => JSON.stringify(rule, withoutPlace)).join(",\n");
	return `${JSON.stringify({ ...settings, rules: [] }).replace(/\[\]\}$/, "")}[\n${lines}\n]}\n`;
}
