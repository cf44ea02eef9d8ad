import type { BinaryCheck, Expr, FieldExpr, Identifier, TransformerArgument, UnaryCheck } from "./ast.ts";

/** The leaves of a condition, from left to right. However deep the tree is, the call stack is not. */
export function leavesOf(expr: Expr): (UnaryCheck | BinaryCheck | Identifier)[] {
	const leaves: (UnaryCheck | BinaryCheck | Identifier)[] = [];
	const pending = [expr];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (next.type === "and" || next.type === "or") pushReversed(pending, next.children);
		else if (next.type === "not") pending.push(next.child);
		else leaves.push(next);
	}
	return leaves;
}

/** The fields in an operand, those inside transformers too. */
export function fieldsIn(argument: TransformerArgument): readonly FieldExpr[] {
	if (argument.type === "field") return [argument];
	if (argument.type === "value") return [];
	return (argument.type === "transformer_list" ? argument.children : argument.arguments).flatMap(fieldsIn);
}

/** Puts items onto a stack so that the first comes off first. There may be more of them than a call has arguments. */
export function pushReversed<T>(stack: T[], items: readonly T[]): void {
	for (let at = items.length - 1; at >= 0; at--) stack.push(items[at] as T);
}
