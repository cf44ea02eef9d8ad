import type { AppendOutput } from "./append-output.ts";
import type { Collection } from "./collect.ts";
import type { CollectedRule } from "./collect-rules.ts";
import { checkForeignRule } from "./compile-foreign-rule.ts";
import { MacroTable } from "./compile-macros.ts";
import { CheckCache, type CompiledRule, compileRule, type RuleEnvironment } from "./compile-rules.ts";
import { ListExpander } from "./expand-lists.ts";
import { createBudgets } from "./limits.ts";
import { ConditionCache, ConditionParser } from "./parse-conditions.ts";
import type { Report } from "./report.ts";
import { resolveLists } from "./resolve-lists.ts";
import { type Sources, SYSCALL } from "./sources.ts";

export type Progress = (compiled: number, total: number) => void;

/** What stays the same while file after file is loaded. */
export interface CompileSettings {
	readonly sources: Sources;
	readonly appendOutput: readonly AppendOutput[];
	readonly report: Report;
	readonly progress: Progress | undefined;
}

/**
 * Third and fourth stage: everything that was collected → rules that can be run (rule_loader_compiler.cpp). Falco does
 * this anew for each file, and so does this: what a file may name depends on the files before it.
 */
export class Compiler {
	readonly #settings: CompileSettings;
	readonly #conditions = new ConditionCache();
	readonly #checks = new CheckCache();

	constructor(settings: CompileSettings) {
		this.#settings = settings;
	}

	/** The rules without problems, in the order of their first definitions. Problems are told. */
	compile(collection: Collection): CompiledRule[] {
		const { sources, appendOutput, report, progress } = this.#settings;
		const budgets = createBudgets();
		const { resolved, used } = resolveLists(collection, report, budgets);
		const parser = new ConditionParser(this.#conditions, new ListExpander(resolved), report, budgets);
		const macros = new MacroTable(collection, parser, report);
		const environment = { parser, macros, sources, appendOutput, checks: this.#checks, report, budgets };
		const all = [...collection.rules.all.values()];
		const rules = all.flatMap((rule, index) => {
			const compiled = compileAny(rule, environment);
			progress?.(index + 1, all.length);
			return compiled;
		});
		for (const rule of collection.rules.broken) compileAny(rule, environment);
		for (const { context } of macros.unused) {
			report.warning("LOAD_UNUSED_MACRO", "Macro not referred to by any other rule/macro", context);
		}
		for (const { name, context } of collection.lists.values()) {
			if (used.has(name) || parser.usedLists.has(name)) continue;
			report.warning("LOAD_UNUSED_LIST", "List not referred to by any other rule/macro", context);
		}
		return rules;
	}
}

/** What a rule comes to: one that can be run, or none. */
function compileAny(rule: CollectedRule, environment: RuleEnvironment): CompiledRule[] {
	if (rule.unknownSource) return [];
	if (rule.source === SYSCALL) {
		checkForeignRule(rule, environment);
		return [];
	}
	const compiled = compileRule(rule, environment);
	return compiled === undefined ? [] : [compiled];
}
