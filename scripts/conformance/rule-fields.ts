import type { Expr, FieldExpr, Operand, TransformerArgument } from "../../src/falco/filter/ast.ts";
import { leavesOf } from "../../src/falco/filter/walk.ts";
import type { Rule } from "../../src/falco/rule-set.ts";

/** Every field that a rule reads: in its condition, its output and its extra fields. */
export function fieldsOf(rule: Rule): FieldExpr[] {
	const found = [
		...ofCondition(rule.condition),
		...rule.output.flatMap((part) => (part.type === "token" ? ofOperand(part.expression) : [])),
	];
	return [...new Map(found.map((field) => [`${field.name}[${field.argument}]`, field])).values()];
}

function ofCondition(condition: Expr): FieldExpr[] {
	return leavesOf(condition).flatMap((leaf) => {
		if (leaf.type === "identifier") return [];
		const right = leaf.type === "binary_check" ? leaf.right : undefined;
		const isRead = right?.type === "field" || right?.type === "field_transformer";
		return [...ofOperand(leaf.left), ...(isRead ? ofOperand(right) : [])];
	});
}

function ofOperand(operand: Operand): FieldExpr[] {
	return operand.type === "field" ? [operand] : operand.arguments.flatMap(ofArgument);
}

function ofArgument(argument: TransformerArgument): FieldExpr[] {
	if (argument.type === "value") return [];
	return argument.type === "transformer_list" ? argument.children.flatMap(ofArgument) : ofOperand(argument);
}
