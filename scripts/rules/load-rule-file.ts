import type { RuleSet } from "../../src/falco/rule-set.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { readNamedFiles } from "./rule-files.ts";

/** The rules of one file, of which every one that matches an event alerts. Throws an Error with what is wrong with them. */
export function loadRuleFile(path: string): RuleSet {
	const { files, config } = readNamedFiles([path]);
	const { ruleSet, diagnostics } = loadOktaRules(files, { ...config, ruleMatching: "all" });
	if (ruleSet === undefined) throw new Error(diagnostics.map(({ message }) => `${path}: ${message}`).join("\n"));
	return ruleSet;
}
