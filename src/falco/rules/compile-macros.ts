import type { Expr, Identifier } from "../filter/ast.ts";
import type { CollectedMacro, Collection } from "./collect.ts";
import type { Context } from "./context.ts";
import { didYouMean } from "./decode.ts";
import type { ConditionParser } from "./parse-conditions.ts";
import type { Report } from "./report.ts";
import { type Macro, type Resolution, type Resolved, resolveMacros } from "./resolve-macros.ts";
import { SourceText } from "./source-text.ts";

/** Third stage, all macros: reads every condition, then puts macros into macros (rule_loader_compiler.cpp). */
export class MacroTable {
	readonly #macros = new Map<string, Macro>();
	readonly #collection: Collection;
	readonly #parser: ConditionParser;
	readonly #report: Report;

	constructor(collection: Collection, parser: ConditionParser, report: Report) {
		this.#collection = collection;
		this.#parser = parser;
		this.#report = report;
		for (const definition of collection.macros.values()) this.#macros.set(definition.name, this.#parse(definition));
		for (const macro of this.#macros.values()) this.#resolveOne(macro);
	}

	/** Macros that no rule and no other macro uses. */
	get unused(): CollectedMacro[] {
		return [...this.#macros.values()].filter(({ used }) => !used).map(({ definition }) => definition);
	}

	/**
	 * The condition of a rule with all macros in it. Undefined when it cannot be had, which is told.
	 * @param context the rule, the item that Falco names
	 */
	resolve(tree: Expr, context: Context): Resolved | undefined {
		return this.#settle(
			resolveMacros(tree, (name) => this.#visible(name)),
			context,
		);
	}

	#parse(definition: CollectedMacro): Macro {
		const { condition, conditionContext } = definition;
		const parts = condition.flatMap((text, number) => (number === 0 ? [text] : [" ", text]));
		const text = SourceText.join(parts, conditionContext);
		const tree = this.#parser.parse(definition, text, conditionContext);
		return { definition, condition: tree && { tree, checks: 0, depth: 0 }, resolved: false, used: false };
	}

	#resolveOne(macro: Macro): void {
		const { definition, condition } = macro;
		if (condition !== undefined) {
			const visible = (name: string) => this.#visible(name, definition.visibility);
			macro.condition = this.#settle(resolveMacros(condition.tree, visible), definition.context);
		}
		macro.resolved = true;
	}

	#visible(name: string, visibility = Number.POSITIVE_INFINITY): Macro | "broken" | undefined {
		const macro = this.#macros.get(name);
		if (macro !== undefined && macro.definition.index < visibility) return macro;
		return macro === undefined && this.#collection.mayBeBroken("macro", name) ? "broken" : undefined;
	}

	#settle(resolution: Resolution, context: Context): Resolved | undefined {
		const { condition, macros, unknown, loops, broken, beyond } = resolution;
		for (const identifier of loops) this.#tell(`reference loop in macro '${identifier.name}'`, identifier, context);
		for (const identifier of unknown) {
			this.#tell(`Undefined macro '${identifier.name}' used in filter.`, identifier, context);
		}
		if (beyond !== undefined) {
			this.#report.error("LOAD_ERR_COMPILE_CONDITION", `The condition has ${beyond}, all macros put in`, context);
		}
		if (loops.length > 0 || unknown.length > 0 || beyond !== undefined || broken) return undefined;
		for (const macro of macros) macro.used = true;
		return condition;
	}

	#tell(message: string, identifier: Identifier, context: Context): void {
		const place = this.#parser.placeOf(identifier, identifier.at, context);
		const hint = () => this.#whyUndefined(identifier.name);
		this.#report.error("LOAD_ERR_VALIDATE", message, place, hint);
	}

	#whyUndefined(name: string): string | undefined {
		if (this.#macros.has(name)) return "a macro sees only those that are defined before it";
		if (this.#collection.lists.has(name)) return `'${name}' is a list: it belongs behind 'in' or another operator`;
		return didYouMean(name, [...this.#macros.keys()]);
	}
}
