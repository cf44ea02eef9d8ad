import type { Expr } from "../filter/ast.ts";
import { type ConditionProblems, checkCondition } from "../filter/check.ts";
import type { Fields } from "../filter/field-lookup.ts";
import { type Leaf, leavesOf } from "../filter/walk.ts";
import type { AppendOutput } from "./append-output.ts";
import type { CollectedRule } from "./collect-rules.ts";
import type { MacroTable } from "./compile-macros.ts";
import { type CompiledOutput, compileOutput, isForgivable } from "./compile-output.ts";
import { warningsOf } from "./condition-warnings.ts";
import type { Context } from "./context.ts";
import { conditionOf } from "./exception-text.ts";
import { type Budgets, LIMITS } from "./limits.ts";
import type { ConditionParser } from "./parse-conditions.ts";
import type { Report } from "./report.ts";
import type { Sources } from "./sources.ts";

/** A rule that can be run. */
export interface CompiledRule extends CompiledOutput {
	readonly definition: CollectedRule;
	readonly condition: Expr;
}

/** What rules are compiled with. */
export interface RuleEnvironment {
	readonly parser: ConditionParser;
	readonly macros: MacroTable;
	readonly sources: Sources;
	readonly appendOutput: readonly AppendOutput[];
	readonly checks: CheckCache;
	readonly report: Report;
	readonly budgets: Budgets;
}

/** What is wrong with each check, kept from rule to rule and from load to load. */
export class CheckCache {
	readonly #problems = new WeakMap<Leaf, ConditionProblems>();

	problemsOf(leaf: Leaf, fields: Fields): ConditionProblems {
		let problems = this.#problems.get(leaf);
		if (problems === undefined) {
			problems = checkCondition(leaf, fields);
			this.#problems.set(leaf, problems);
		}
		return problems;
	}
}

/**
 * Fourth stage, rules: everything that can be wrong with a rule by itself, in Falco's order: exceptions, output,
 * condition, macros, then each check from left to right (rule_loader_compiler.cpp, `compile_rule_infos`).
 * @param rule one of the source that is looked at
 * @returns undefined when the rule cannot be run: its problems are told
 */
export function compileRule(rule: CollectedRule, environment: RuleEnvironment): CompiledRule | undefined {
	const { report, sources, parser } = environment;
	const errorsBefore = report.errors;
	const condition = conditionOf(rule, report);
	const errors = report.errors;
	const output = compileOutput(rule, sources.fields, environment);
	const isSkipped = output === undefined && report.errors === errors;
	if (isSkipped) return undefined;
	const tree = parser.parse(rule, condition, rule.conditionContext);
	if (tree === undefined) return undefined;
	const resolved = resolveMacros(rule, tree, environment);
	// Where a macro is missing, the checks beside it can be told about all the same.
	const isSound = checkRule(rule, resolved ?? tree, environment);
	if (output === undefined || resolved === undefined || !isSound || report.errors > errorsBefore) return undefined;
	return { definition: rule, condition: resolved, ...output };
}

/** A condition with the macros put in. Undefined when that cannot be done, which is told. */
export function resolveMacros(
	rule: CollectedRule,
	tree: Expr,
	{ macros, budgets, report }: Pick<RuleEnvironment, "macros" | "budgets" | "report">,
): Expr | undefined {
	const resolved = macros.resolve(tree, rule.context);
	if (resolved === undefined || budgets.allChecks.spend(resolved.checks)) return resolved?.tree;
	const message = `The conditions of all rules have more than ${LIMITS.allChecks} checks, all macros put in`;
	report.error("LOAD_ERR_COMPILE_CONDITION", message, rule.conditionContext);
	return undefined;
}

/** Whether a rule is to be run: its checks have no errors, or none that count. */
function checkRule(rule: CollectedRule, tree: Expr, { parser, sources, checks, report }: RuleEnvironment): boolean {
	const leaves = [...new Set(leavesOf(tree))].filter(({ type }) => type !== "identifier");
	const placeOf = (leaf: Leaf, at: number): Context => parser.placeOf(leaf, at, rule.conditionContext);
	for (const leaf of leaves) {
		for (const { code, message } of warningsOf(leaf)) report.warning(code, message, placeOf(leaf, leaf.at));
	}
	const found = leaves.map((leaf) => ({ leaf, problems: checks.problemsOf(leaf, sources.fields) }));
	const errors = found.flatMap(({ leaf, problems }) => problems.errors.map((error) => ({ leaf, ...error })));
	const [first] = errors;
	if (first !== undefined && rule.skipIfUnknownFilter && isForgivable(first.message)) {
		report.warning("LOAD_UNKNOWN_FILTER", first.message, placeOf(first.leaf, first.at), first.hint);
		return false;
	}
	for (const { leaf, message, at, hint } of errors) {
		report.error("LOAD_ERR_COMPILE_CONDITION", message, placeOf(leaf, at), hint);
	}
	if (first !== undefined) return false;
	for (const { leaf, problems } of found) {
		for (const { message, at, hint } of problems.warnings) {
			report.warning("LOAD_COMPILE_CONDITION", message, placeOf(leaf, at), hint);
		}
	}
	return true;
}
