import type { Expr, FieldExpr, Operand, TransformerArgument, Unplaced } from "../../src/falco/filter/ast.ts";
import { leavesOf } from "../../src/falco/filter/walk.ts";
import type { Rule } from "../../src/falco/rule-set.ts";

/** Every field that a rule reads: in its condition, its output and its extra fields. */
export function fieldsOf(rule: Rule): FieldExpr<Unplaced>[] {
	const found = [
		...ofCondition(rule.condition),
		...rule.output.flatMap((part) => (part.type === "token" ? ofOperand(part.expression) : [])),
	];
	return [...new Map(found.map((field) => [`${field.name}[${field.argument}]`, field])).values()];
}

function ofCondition(condition: Expr<Unplaced>): FieldExpr<Unplaced>[] {
	return leavesOf(condition).flatMap((leaf) => {
		if (leaf.type === "identifier") return [];
		const right = leaf.type === "binary_check" ? leaf.right : undefined;
		const isRead = right?.type === "field" || right?.type === "field_transformer";
		return [...ofOperand(leaf.left), ...(isRead ? ofOperand(right) : [])];
	});
}

function ofOperand(operand: Operand<Unplaced>): FieldExpr<Unplaced>[] {
	return operand.type === "field" ? [operand] : operand.arguments.flatMap(ofArgument);
}

function ofArgument(argument: TransformerArgument<Unplaced>): FieldExpr<Unplaced>[] {
	if (argument.type === "value") return [];
	return argument.type === "transformer_list" ? argument.children.flatMap(ofArgument) : ofOperand(argument);
}
