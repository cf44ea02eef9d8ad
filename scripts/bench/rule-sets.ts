import { join } from "node:path";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { loadOktaRules } from "../rules/load-okta-rules.ts";
import { readConfiguredFiles, readNamedFiles } from "../rules/rule-files.ts";

const COMPATIBILITY_RULES = join(import.meta.dirname, "..", "..", "rules", "okta_rules.yaml");

/** The rules that Falco's own users know, as they are shipped. */
export function compatibilityRules(): RuleSet {
	const { files, config } = readNamedFiles([COMPATIBILITY_RULES]);
	return loaded(loadOktaRules(files, config).ruleSet);
}

/** What the Worker runs as it is shipped. */
export function defaultRules(): RuleSet {
	const { files, config } = readConfiguredFiles();
	return loaded(loadOktaRules(files, config).ruleSet);
}

/** The same with every rule enabled. */
export function allRules(): RuleSet {
	const { files, config } = readConfiguredFiles();
	return loaded(loadOktaRules(files, { ...config, rules: [{ operation: "enable", rule: "*" }] }).ruleSet);
}

function loaded(ruleSet: RuleSet | undefined): RuleSet {
	if (ruleSet === undefined) throw new Error("the rules do not load: npm run rules -- check");
	return ruleSet;
}
