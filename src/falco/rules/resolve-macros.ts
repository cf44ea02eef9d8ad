import type { Expr, Identifier } from "../filter/ast.ts";
import type { CollectedMacro } from "./collect.ts";
import { LIMITS } from "./limits.ts";

/** A macro on its way to being resolved. */
export interface Macro {
	readonly definition: CollectedMacro;
	/** As it was read, then without macros in it; undefined when it cannot be used, which was told. */
	condition: Resolved | undefined;
	/** Whether no macros are left in it. */
	resolved: boolean;
	used: boolean;
}

/** A condition and its size. Trees of macros are shared by all that use them, so that size is what must be limited. */
export interface Resolved {
	readonly tree: Expr;
	/** Checks, those of macros counted wherever they are used. */
	readonly checks: number;
	/** Operators within operators. */
	readonly depth: number;
}

export interface Resolution {
	readonly condition: Resolved;
	/** Macros that stand in the condition. */
	readonly macros: readonly Macro[];
	/** Names that are no macro's, in the order in which they are met. */
	readonly unknown: readonly Identifier[];
	/** Names of macros that lead back to themselves. */
	readonly loops: readonly Identifier[];
	/** Whether something in it cannot be used, which was told. */
	readonly broken: boolean;
	/** The limit that the condition is beyond, in words. */
	readonly beyond: string | undefined;
}

/**
 * Third stage, macros: puts their trees in the place of their names (filter_macro_resolver.cpp).
 * @param visible the macro of a name; undefined when none is seen, `broken` when its problem was told
 */
export function resolveMacros(tree: Expr, visible: (name: string) => Macro | "broken" | undefined): Resolution {
	return new Resolver(visible).run(tree);
}

class Resolver {
	readonly #visible: (name: string) => Macro | "broken" | undefined;
	/** Macros that are being gone through, from the outermost. */
	readonly #path = new Set<Macro>();
	readonly #done = new Map<Macro, Resolved>();
	readonly #macros = new Set<Macro>();
	readonly #unknown: Identifier[] = [];
	readonly #loops: Identifier[] = [];
	#broken = false;
	#tooDeep = false;

	constructor(visible: (name: string) => Macro | "broken" | undefined) {
		this.#visible = visible;
	}

	run(tree: Expr): Resolution {
		const condition = this.#visit(tree, 0);
		return {
			condition,
			macros: [...this.#macros],
			unknown: this.#unknown,
			loops: this.#loops,
			broken: this.#broken,
			beyond: this.#beyond(condition),
		};
	}

	#beyond({ checks, depth }: Resolved): string | undefined {
		if (checks > LIMITS.conditionChecks) return `more than ${LIMITS.conditionChecks} checks`;
		if (this.#tooDeep || depth > LIMITS.conditionDepth)
			return `operators nested more than ${LIMITS.conditionDepth} deep`;
		return undefined;
	}

	#visit(tree: Expr, depth: number): Resolved {
		if (tree.type === "identifier") return this.#identifier(tree, depth);
		if (tree.type === "not") {
			const child = this.#visit(tree.child, depth + 1);
			const same = child.tree === tree.child;
			return { tree: same ? tree : { ...tree, child: child.tree }, checks: child.checks, depth: child.depth + 1 };
		}
		if (tree.type !== "and" && tree.type !== "or") return { tree, checks: 1, depth: 0 };
		const children = tree.children.map((child) => this.#visit(child, depth + 1));
		const same = children.every((child, at) => child.tree === tree.children[at]);
		return {
			tree: same ? tree : { ...tree, children: children.map((child) => child.tree) },
			checks: children.reduce((sum, { checks }) => sum + checks, 0),
			depth: 1 + children.reduce((deepest, child) => Math.max(deepest, child.depth), 0),
		};
	}

	#identifier(identifier: Identifier, depth: number): Resolved {
		const none = { tree: identifier, checks: 1, depth: 0 };
		const macro = this.#visible(identifier.name);
		if (macro === undefined) {
			this.#unknown.push(identifier);
			return none;
		}
		if (macro === "broken" || macro.condition === undefined) {
			this.#broken = true;
			return none;
		}
		if (this.#path.has(macro)) {
			this.#loops.push(identifier);
			return none;
		}
		this.#macros.add(macro);
		return macro.resolved ? macro.condition : this.#resolve(macro, macro.condition, depth);
	}

	/** A macro that is itself not resolved yet: it was defined later, and defined anew what it is looked at from. */
	#resolve(macro: Macro, { tree }: Resolved, depth: number): Resolved {
		const known = this.#done.get(macro);
		if (known !== undefined) return known;
		if (depth > LIMITS.conditionDepth) {
			this.#tooDeep = true;
			return { tree, checks: 1, depth };
		}
		this.#path.add(macro);
		const condition = this.#visit(tree, depth + 1);
		this.#path.delete(macro);
		this.#done.set(macro, condition);
		return condition;
	}
}
