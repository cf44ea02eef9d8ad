import type { Expr, Unplaced } from "./ast.ts";
import type { Leaf } from "./walk.ts";

/**
 * What is left of a condition once it is known how some of its checks come out (`outcome`, undefined for those that are
 * open): a condition of the open ones, or what it comes to without them. It is the same tree where nothing is known.
 */
export function residual(
	expr: Expr<Unplaced>,
	outcome: (check: Leaf<Unplaced>) => boolean | undefined,
): Expr<Unplaced> | boolean {
	if (expr.type === "not") {
		const child = residual(expr.child, outcome);
		if (typeof child === "boolean") return !child;
		return child === expr.child ? expr : { type: "not", child };
	}
	if (expr.type !== "and" && expr.type !== "or") return outcome(expr) ?? expr;
	const decisive = expr.type === "or";
	const open: Expr<Unplaced>[] = [];
	for (const operand of expr.children) {
		const left = residual(operand, outcome);
		if (left === decisive) return decisive;
		if (typeof left !== "boolean") open.push(left);
	}
	const [only] = open;
	if (only === undefined) return !decisive;
	if (open.length === 1) return only;
	const isSame = open.length === expr.children.length && open.every((child, at) => child === expr.children[at]);
	return isSame ? expr : { type: expr.type, children: open };
}
