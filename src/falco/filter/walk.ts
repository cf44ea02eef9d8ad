import type { Check, Expr, FieldExpr, Identifier, Placed, TransformerArgument, Unplaced } from "./ast.ts";

/** What a condition's tree ends in: a check, or the name of a macro. */
export type Leaf<Place = Placed> = Check<Place> | Identifier<Place>;

/** The leaves of a condition, from left to right. However deep the tree is, the call stack is not. */
export function leavesOf(expr: Expr): Leaf[];
export function leavesOf(expr: Expr<Unplaced>): Leaf<Unplaced>[];
export function leavesOf(expr: Expr<Unplaced>): Leaf<Unplaced>[] {
	const leaves: Leaf<Unplaced>[] = [];
	const pending = [expr];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (next.type === "and" || next.type === "or") pushReversed(pending, next.children);
		else if (next.type === "not") pending.push(next.child);
		else leaves.push(next);
	}
	return leaves;
}

/** The fields that a check reads, on either side. */
export function fieldsOfLeaf(leaf: Leaf<Unplaced>): readonly FieldExpr<Unplaced>[] {
	if (leaf.type === "identifier") return [];
	const left = fieldsIn(leaf.left);
	if (leaf.type === "unary_check") return left;
	const { right } = leaf;
	return right.type === "field" || right.type === "field_transformer" ? [...left, ...fieldsIn(right)] : left;
}

/** The fields in an operand, those inside transformers too. */
export function fieldsIn(argument: TransformerArgument<Unplaced>): readonly FieldExpr<Unplaced>[] {
	if (argument.type === "field") return [argument];
	if (argument.type === "value") return [];
	return (argument.type === "transformer_list" ? argument.children : argument.arguments).flatMap(fieldsIn);
}

/** Puts items onto a stack so that the first comes off first. There may be more of them than a call has arguments. */
export function pushReversed<T>(stack: T[], items: readonly T[]): void {
	for (let at = items.length - 1; at >= 0; at--) stack.push(items[at] as T);
}
