import { toBytes } from "../bytes.ts";
import type { Expr } from "../filter/ast.ts";
import { FilterError } from "../filter/filter-error.ts";
import { parseCondition } from "../filter/parse.ts";
import { type Leaf, leavesOf } from "../filter/walk.ts";
import type { Context } from "./context.ts";
import type { ListExpander } from "./expand-lists.ts";
import { type Budgets, LIMITS } from "./limits.ts";
import type { Report } from "./report.ts";
import type { SourceText } from "./source-text.ts";

/**
 * Trees of conditions by the definitions that have them. They are kept from load to load, so that many files do not
 * make the same text be read many times.
 */
export class ConditionCache {
	readonly trees = new WeakMap<object, { readonly text: string; readonly tree: Expr }>();
	/** The texts that the offsets of leaves count in. */
	readonly texts = new WeakMap<Leaf, SourceText>();
}

/** Third stage, conditions: puts lists in and reads the text. */
export class ConditionParser {
	/** Names of the lists that were put into conditions. */
	readonly usedLists = new Set<string>();
	readonly #cache: ConditionCache;
	readonly #lists: ListExpander;
	readonly #report: Report;
	readonly #budgets: Budgets;

	constructor(cache: ConditionCache, lists: ListExpander, report: Report, budgets: Budgets) {
		this.#cache = cache;
		this.#lists = lists;
		this.#report = report;
		this.#budgets = budgets;
	}

	/**
	 * @param owner the rule or the macro that has the condition
	 * @returns its tree, or undefined when the text cannot be read, which is told
	 */
	parse(owner: object, condition: SourceText, context: Context): Expr | undefined {
		const expanded = this.#lists.expand(condition, this.#budgets.listExpansion);
		if (expanded === undefined) {
			const message = `The condition is longer than ${LIMITS.conditionLength} characters with its lists, or all are together than ${LIMITS.listExpansion}`;
			this.#report.error("LOAD_ERR_COMPILE_CONDITION", message, context);
			return undefined;
		}
		for (const name of expanded.used) this.usedLists.add(name);
		const { text } = expanded;
		const known = this.#cache.trees.get(owner);
		if (known?.text === text.text) return known.tree;
		if (this.#budgets.conditionsLength.spend(text.text.length)) return this.#read(owner, text, context);
		const message = `All conditions with their lists are longer than ${LIMITS.conditionsLength} characters`;
		this.#report.error("LOAD_ERR_COMPILE_CONDITION", message, context);
		return undefined;
	}

	/** A place in the text that a leaf stands in, as a step further in. */
	placeOf(leaf: Leaf, at: number, context: Context): Context {
		const text = this.#cache.texts.get(leaf);
		return text === undefined ? context : expressionContext(text, at, context);
	}

	#read(owner: object, text: SourceText, context: Context): Expr | undefined {
		try {
			const tree = parseCondition(toBytes(text.text));
			for (const leaf of leavesOf(tree)) this.#cache.texts.set(leaf, text);
			this.#cache.trees.set(owner, { text: text.text, tree });
			return tree;
		} catch (error) {
			if (!(error instanceof FilterError)) throw error;
			const place = expressionContext(text, error.position, context);
			this.#report.error("LOAD_ERR_COMPILE_CONDITION", error.message, place, error.hint);
			return undefined;
		}
	}
}

/** A place in a condition: in the file where it was written, and in the text that was read. */
function expressionContext(text: SourceText, byteOffset: number, parent: Context): Context {
	const offset = text.characterAt(byteOffset);
	const place = text.placeOf(offset) ?? parent.location;
	const expression = { text: text.text, offset };
	const location = { itemType: "condition expression", itemName: "", ...place, expression };
	return { parent, file: parent.file, location };
}
