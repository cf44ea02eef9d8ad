import type { Bytes } from "../bytes.ts";
import type { BinaryCheck, Expr, Identifier, UnaryCheck } from "./ast.ts";
import { constantProblem } from "./constant.ts";
import type { Fields } from "./field-lookup.ts";
import { FilterError } from "./filter-error.ts";
import { lookalikeWarnings } from "./lookalike.ts";
import { type OperandType, typeOperand } from "./operand-type.ts";
import { OPERATORS } from "./operators.ts";
import { reachWarning } from "./reach.ts";
import { leavesOf } from "./walk.ts";

export interface ConditionProblem {
	/** Falco's words. */
	readonly message: string;
	/** Byte offset in the condition that the check stands in. */
	readonly at: number;
	/** What the author may have meant. */
	readonly hint?: string;
}

export interface ConditionProblems {
	readonly errors: readonly ConditionProblem[];
	readonly warnings: readonly ConditionProblem[];
}

/**
 * Everything that is wrong with a condition that parses: unknown fields, types that do not fit, constants that cannot
 * be. In the order of the text, and within a check in Falco's order, so that the first error is the one that Falco
 * reports (libsinsp filter.cpp). A condition without errors can be compiled.
 */
export function checkCondition(expr: Expr, fields: Fields): ConditionProblems {
	const errors: ConditionProblem[] = [];
	const warnings: ConditionProblem[] = [];
	for (const leaf of leavesOf(expr)) {
		try {
			checkLeaf(leaf, fields, { errors, warnings });
		} catch (error) {
			if (!(error instanceof FilterError)) throw error;
			errors.push({ message: error.message, at: leaf.at, ...(error.hint && { hint: error.hint }) });
		}
	}
	return { errors, warnings };
}

interface Findings {
	readonly errors: ConditionProblem[];
	readonly warnings: ConditionProblem[];
}

function checkLeaf(leaf: UnaryCheck | BinaryCheck | Identifier, fields: Fields, findings: Findings): void {
	if (leaf.type === "identifier") throw new FilterError(`Undefined macro '${leaf.name}' used in filter.`, leaf.at);
	const left = typeOperand(leaf.left, fields);
	checkOperator(leaf, left);
	if (leaf.type === "unary_check") return;
	const { right } = leaf;
	if (right.type === "field" || right.type === "field_transformer") {
		checkRightOperand(leaf, left, typeOperand(right, fields));
		return;
	}
	for (const value of right.type === "list" ? right.values : [right.value]) {
		checkConstant(value, leaf, left, fields, findings);
	}
}

function checkOperator({ operator, at }: UnaryCheck | BinaryCheck, left: OperandType): void {
	const traits = OPERATORS[operator];
	if (left.list && !traits.acceptsList) {
		throw new FilterError(`filter error: '${operator}' operator not supported list filters`, at);
	}
	if (!traits.left.some((type) => type === left.type)) {
		const kind = left.type === "CHARBUF" ? "string" : "numeric";
		throw new FilterError(`filter error: '${operator}' operator not supported for ${kind} filters`, at);
	}
}

function checkRightOperand({ operator, at }: BinaryCheck, left: OperandType, right: OperandType): void {
	if (!OPERATORS[operator].acceptsRightField) {
		throw new FilterError(`operator '${operator.toUpperCase()}' doesn't support right-hand side fields`, at);
	}
	if (left.type === right.type && left.list === right.list) return;
	const typeName = ({ type, list }: OperandType) => `${type}${list ? " (list)" : ""}`;
	throw new FilterError(
		`field '${left.name}' has type '${typeName(left)}' while the right-hand side field '${right.name}' ` +
			`has incompatible type '${typeName(right)}'`,
		at,
	);
}

function checkConstant(value: Bytes, check: BinaryCheck, left: OperandType, fields: Fields, findings: Findings): void {
	for (const message of lookalikeWarnings(value, check.operator, fields)) {
		findings.warnings.push({ message, at: check.right.at });
	}
	const reach = reachWarning(value, check, fields);
	if (reach !== undefined) findings.warnings.push({ message: reach, at: check.right.at });
	const message = constantProblem(value, left.type, check.operator);
	if (message !== undefined) findings.errors.push({ message, at: check.at });
}
