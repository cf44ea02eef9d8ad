import { MODIFIERS } from "../filter/ast.ts";
import { OPERATORS, type OperatorTraits } from "../filter/operators.ts";

const TRAITS: ReadonlyMap<string, OperatorTraits> = new Map(Object.entries({ ...OPERATORS, "==": OPERATORS["="] }));

/** Whether a text is an operator of conditions. */
export function isOperator(text: string): boolean {
	return TRAITS.has(text);
}

/** Whether a text is an operator on strings and a modifier: `startswith oneof` (rule_loader_cmpop.h). */
export function isOperatorWithModifier(text: string): boolean {
	const [operator = "", modifier, ...more] = text.split(/[ \t\r\n]+/);
	if (more.length > 0 || !MODIFIERS.some((known) => known === modifier)) return false;
	return TRAITS.get(operator)?.right === "string";
}

/** Whether a list follows the operator, with or without a modifier. */
export function isListOperator(text: string): boolean {
	return TRAITS.get(text)?.right === "list" || isOperatorWithModifier(text);
}
