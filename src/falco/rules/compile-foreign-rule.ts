import type { Expr } from "../filter/ast.ts";
import { checkCondition } from "../filter/check.ts";
import { leavesOf } from "../filter/walk.ts";
import type { CollectedRule } from "./collect-rules.ts";
import { outputProblem } from "./compile-output.ts";
import { type RuleEnvironment, resolveMacros } from "./compile-rules.ts";
import { conditionOf } from "./exception-text.ts";
import type { Sources } from "./sources.ts";

/**
 * Fourth stage, rules of the source `syscall`: nothing comes from it here, and its fields are not known. Such a rule is
 * read as far as it can be and left out; unless it names fields of the source that is looked at, which is an error in
 * Falco too, and almost always means that its `source` was forgotten.
 */
export function checkForeignRule(rule: CollectedRule, environment: RuleEnvironment): void {
	const { report, sources, parser } = environment;
	const errors = report.errors;
	const condition = conditionOf(rule, report);
	const forgotten = rule.namesSource
		? undefined
		: `the rule names no source and so is of ${rule.source}: add 'source: ${sources.name}'`;
	const problem = foreignOutputProblem(rule, environment);
	if (problem !== undefined) {
		report.error("LOAD_ERR_COMPILE_OUTPUT", problem.message, problem.context, forgotten ?? problem.hint);
	}
	const tree = parser.parse(rule, condition, rule.conditionContext);
	const resolved = tree && resolveMacros(rule, tree, environment);
	for (const { leaf, message, at } of resolved === undefined ? [] : foreignChecks(resolved, sources)) {
		report.error("LOAD_ERR_COMPILE_CONDITION", message, parser.placeOf(leaf, at, rule.conditionContext), forgotten);
	}
	if (report.errors > errors) return;
	const hint = forgotten ?? `only rules of source ${sources.name} are run here`;
	report.warning("LOAD_UNKNOWN_SOURCE", `Unknown source ${rule.source}, skipping`, rule.context, hint);
}

/** An output that is wrong only because it names fields of our own source. */
function foreignOutputProblem(rule: CollectedRule, { sources, appendOutput }: RuleEnvironment) {
	if (outputProblem(rule, sources.fields, appendOutput) !== undefined) return undefined;
	return outputProblem(rule, sources.commonFields, appendOutput);
}

/** The checks that are wrong only because they name fields of our own source. */
function foreignChecks(tree: Expr, { fields, commonFields }: Sources) {
	return [...new Set(leavesOf(tree))].flatMap((leaf) => {
		const isOurs = checkCondition(leaf, fields).errors.length === 0;
		return isOurs ? checkCondition(leaf, commonFields).errors.map((error) => ({ leaf, ...error })) : [];
	});
}
