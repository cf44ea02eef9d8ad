import type { Bytes } from "../bytes.ts";
import type { BinaryCheck, Expr, FieldExpr, Operand, Right, TransformerArgument, UnaryCheck, Unplaced } from "./ast.ts";
import { BARE_ARGUMENT, isWhole } from "./tokens.ts";
import { pushReversed } from "./walk.ts";

/** Strings that read well without quotes. */
const PLAIN = /^[\w./:@*%+-]+$/;
/** Words that would be read as something else than a string, by the parser or by people. */
const KEYWORD = /^(?:and|or|not|exists|in|intersects|pmatch|oneof|anyof|allof)$/;

const ESCAPES: Readonly<Record<string, string>> = {
	"\0": "\\x00",
	"\b": "\\b",
	"\t": "\\t",
	"\n": "\\n",
	"\f": "\\f",
	"\r": "\\r",
	'"': '\\"',
	"\\": "\\\\",
};

/**
 * A condition in one canonical text: `parseCondition` gives the same tree back (positions aside), provided that its
 * groups nest no deeper than the parser allows. However deep the tree is, the call stack is not.
 */
export function printCondition(expr: Expr<Unplaced>): Bytes {
	let text = "";
	const pending: (Expr<Unplaced> | string)[] = [expr];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (typeof next === "string") text += next;
		else if (next.type === "and" || next.type === "or") pushReversed(pending, chain(next));
		else if (next.type === "not") pushReversed(pending, ["not ", ...grouped(next.child, ["and", "or", "not"])]);
		else text += next.type === "identifier" ? next.name : printCheck(next);
	}
	return text;
}

function chain({ type, children }: Extract<Expr<Unplaced>, { children: unknown }>): (Expr<Unplaced> | string)[] {
	return children.flatMap((child, index) => [
		...(index === 0 ? [] : [` ${type} `]),
		...grouped(child, type === "and" ? ["and", "or"] : ["or"]),
	]);
}

function grouped(expr: Expr<Unplaced>, types: readonly Expr<Unplaced>["type"][]): (Expr<Unplaced> | string)[] {
	return types.includes(expr.type) ? ["(", expr, ")"] : [expr];
}

function printCheck(check: UnaryCheck<Unplaced> | BinaryCheck<Unplaced>): Bytes {
	const left = printOperand(check.left);
	if (check.type === "unary_check") return `${left} ${check.operator}`;
	const modifier = check.modifier === undefined ? "" : ` ${check.modifier}`;
	return `${left} ${check.operator}${modifier} ${printRight(check.right)}`;
}

function printRight(right: Right<Unplaced>): Bytes {
	if (right.type === "value") return printString(right.value);
	if (right.type === "list") return `(${right.values.map(printString).join(", ")})`;
	return right.type === "field" ? `val(${printField(right)})` : printOperand(right);
}

/** The left side of a check, or what stands in `val(…)`, as rules write it. */
export function printOperand(operand: Operand<Unplaced>): Bytes {
	if (operand.type === "field") return printField(operand);
	return `${operand.name}(${operand.arguments.map(printTransformerArgument).join(", ")})${printArgument(operand)}`;
}

function printTransformerArgument(argument: TransformerArgument<Unplaced>): Bytes {
	if (argument.type === "value") return argument.number ? argument.value : quote(argument.value);
	if (argument.type !== "transformer_list") return printOperand(argument);
	return `(${argument.children.map(printTransformerArgument).join(", ")})`;
}

/**
 * A field with its argument in its normal form, which is also its key in an alert's `output_fields`: quotes appear
 * only around an argument that cannot do without them.
 */
export function printField(field: Pick<FieldExpr<Unplaced>, "name" | "argument">): Bytes {
	return field.name + printArgument(field);
}

function printArgument({ argument }: { readonly argument?: Bytes }): Bytes {
	if (argument === undefined) return "";
	const bare = isWhole(BARE_ARGUMENT, argument) && !argument.includes("\\");
	return `[${bare ? argument : quote(argument)}]`;
}

function printString(value: Bytes): Bytes {
	return PLAIN.test(value) && !KEYWORD.test(value) ? value : quote(value);
}

function quote(value: Bytes): Bytes {
	const escaped = value.replace(/[\0\b\t\n\f\r"\\]/g, (character) => ESCAPES[character] ?? character);
	// A backslash right before the quote would keep the string from ending there, escaped or not.
	return `"${value.endsWith("\\") ? `${escaped.slice(0, -2)}\\x5c` : escaped}"`;
}
