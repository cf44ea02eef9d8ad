import type { LoadedRule } from "../../../src/falco/load.ts";
import type { RuleTest } from "./read-rule-tests.ts";

/** A rule that lacks tests, and which. */
export interface Untested {
	readonly rule: LoadedRule;
	readonly lacks: readonly ("a firing case" | "a near miss")[];
}

/** Every rule, turned on or not, should have a test in which it alerts and one in which it nearly does. */
export function untestedRules(rules: readonly LoadedRule[], tests: readonly RuleTest[]): Untested[] {
	const firing = new Set(tests.filter(({ alerts }) => alerts > 0).map(({ rule }) => rule));
	const missing = new Set(tests.filter(({ alerts }) => alerts === 0).map(({ rule }) => rule));
	return rules.flatMap((rule) => {
		const lacks = [
			...(firing.has(rule.name) ? [] : (["a firing case"] as const)),
			...(missing.has(rule.name) ? [] : (["a near miss"] as const)),
		];
		return lacks.length === 0 ? [] : [{ rule, lacks }];
	});
}
