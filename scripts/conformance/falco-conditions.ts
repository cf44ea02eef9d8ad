import type { BinaryCheck, Expr, Operand, Unplaced } from "../../src/falco/filter/ast.ts";
import { printCondition } from "../../src/falco/filter/print.ts";

/**
 * Conditions as Falco runs them where that is not what they say: three faults of libsinsp, put into the tree. A
 * condition without them comes back as the same object.
 */
export function asFalcoRuns(condition: Expr<Unplaced>): Expr<Unplaced> {
	return rewrite(condition, new Map());
}

/** `evt.num` is always there, so this is never true. */
const NEVER: Expr<Unplaced> = {
	type: "not",
	child: { type: "unary_check", left: { type: "field", name: "evt.num" }, operator: "exists" },
};

const UNARY = ["tolower", "toupper", "basename", "b64"];
const COMPOSED = ["concat", "join"];

function rewrite(expr: Expr<Unplaced>, seen: Map<string, BinaryCheck<Unplaced>>): Expr<Unplaced> {
	if (expr.type === "not") {
		const child = rewrite(expr.child, seen);
		return child === expr.child ? expr : { ...expr, child };
	}
	if (expr.type === "and" || expr.type === "or") {
		const children = expr.children.map((child) => rewrite(child, seen));
		return children.every((child, at) => child === expr.children[at]) ? expr : { ...expr, children };
	}
	if (expr.type !== "binary_check") return expr;
	if (isMembership(expr) && (isCall(expr.right, UNARY) || (isCall(expr.left, COMPOSED) && isRead(expr.right))))
		return NEVER;
	return firstOfItsForm(expr, seen);
}

function isMembership({ operator }: BinaryCheck<Unplaced>): boolean {
	return operator === "in" || operator === "intersects";
}

function isCall(operand: BinaryCheck<Unplaced>["right"] | Operand<Unplaced>, names: readonly string[]): boolean {
	return operand.type === "field_transformer" && names.includes(operand.name);
}

function isRead({ type }: BinaryCheck<Unplaced>["right"]): boolean {
	return type === "field" || type === "field_transformer";
}

/** Of checks that print alike the first decides; an empty list and a list of an empty text do. */
function firstOfItsForm(check: BinaryCheck<Unplaced>, seen: Map<string, BinaryCheck<Unplaced>>): BinaryCheck<Unplaced> {
	if (check.right.type !== "list") return check;
	const isEmpty = check.right.values.every((value) => value === "") && check.right.values.length < 2;
	if (!isEmpty) return check;
	const form = printCondition({ ...check, right: { ...check.right, values: [] } });
	const first = seen.get(form);
	if (first === undefined) seen.set(form, check);
	if (first?.right.type !== "list" || first.right.values.length === check.right.values.length) return check;
	return { ...check, right: first.right };
}
