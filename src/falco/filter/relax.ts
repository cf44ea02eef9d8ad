import type { Expr, Unplaced } from "./ast.ts";
import { fieldsOfLeaf } from "./walk.ts";

/**
 * A condition that holds wherever the given one may, if it is open what some fields are; undefined when there is nothing
 * it rules out. It may hold in more cases than that: each check of an open field is taken for itself.
 */
export function relax(expr: Expr<Unplaced>, isOpen: (field: string) => boolean): Expr<Unplaced> | undefined {
	return whenPossibly(true, expr, isOpen);
}

/** A condition for an expression to come out so, possibly; undefined when it always may. */
function whenPossibly(
	outcome: boolean,
	expr: Expr<Unplaced>,
	isOpen: (field: string) => boolean,
): Expr<Unplaced> | undefined {
	if (expr.type === "not") return whenPossibly(!outcome, expr.child, isOpen);
	if (expr.type !== "and" && expr.type !== "or") {
		if (fieldsOfLeaf(expr).some(({ name }) => isOpen(name))) return undefined;
		return outcome ? expr : { type: "not", child: expr };
	}
	const children = expr.children.map((child) => whenPossibly(outcome, child, isOpen));
	const closed = children.filter((child) => child !== undefined);
	const needsAll = (expr.type === "and") === outcome;
	if (closed.length === 0 || (!needsAll && closed.length < children.length)) return undefined;
	return { type: needsAll ? "and" : "or", children: closed };
}
