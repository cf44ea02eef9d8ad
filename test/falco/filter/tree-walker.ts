import type { Bytes } from "../../../src/falco/bytes.ts";
import { toBytes } from "../../../src/falco/bytes.ts";
import type { FieldType } from "../../../src/falco/field.ts";
import type { BinaryCheck, BinaryOperator, Expr, TransformerArgument } from "../../../src/falco/filter/ast.ts";
import { SAMPLE_FIELDS, type SampleEvent } from "./sample-fields.ts";

type Value = Bytes | bigint | boolean;

/**
 * A second evaluator, as plain as can be: it walks the tree for every event and prepares nothing. The compiled closures
 * must agree with it.
 */
export function holds(expr: Expr, event: SampleEvent): boolean {
	switch (expr.type) {
		case "and":
			return expr.children.every((child) => holds(child, event));
		case "or":
			return expr.children.some((child) => holds(child, event));
		case "not":
			return !holds(expr.child, event);
		case "unary_check":
			return valuesOf(expr.left, event) !== undefined;
		case "binary_check":
			return checkHolds(expr, event);
		case "identifier":
			throw new Error("trees that are evaluated have no macros");
	}
}

function checkHolds({ left, operator, modifier, right }: BinaryCheck, event: SampleEvent): boolean {
	const found = valuesOf(left, event);
	if (found === undefined) return false;
	const others =
		right.type === "value"
			? [constant(right.value, typeOf(left))]
			: right.type === "list"
				? right.values.map((text) => constant(text, typeOf(left)))
				: valuesOf(right, event);
	if (others === undefined) return false;
	if (operator === "in") return found.every((value) => others.includes(value));
	if (operator === "intersects") return found.some((value) => others.includes(value));
	const [value] = found as [Value];
	if (operator === "pmatch") return others.some((path) => isAbove(String(path), String(value)));
	const fitting = others.filter((other) => compare(value, operator, other)).length;
	if (modifier === "oneof") return fitting === 1;
	if (modifier === "allof") return others.length > 0 && fitting === others.length;
	return fitting > 0;
}

function typeOf(operand: TransformerArgument): FieldType {
	if (operand.type === "field") return SAMPLE_FIELDS[operand.name]!.type;
	return operand.type === "field_transformer" && operand.name === "len" ? "UINT64" : "CHARBUF";
}

function constant(text: Bytes, type: FieldType): Value {
	if (type === "CHARBUF") return text;
	if (type === "BOOL") return text === "true";
	const number = BigInt(text.trim());
	return number < 0n ? number + 2n ** 64n : number < 2n ** 64n ? number : 2n ** 64n - 1n;
}

function valuesOf(operand: TransformerArgument, event: SampleEvent): Value[] | undefined {
	if (operand.type === "value") return [operand.value];
	if (operand.type === "field") {
		const name = operand.argument === undefined ? operand.name : `${operand.name}[${operand.argument}]`;
		const value = event[name];
		if (value === undefined) return undefined;
		return [typeof value === "string" ? (toBytes(value).split("\0")[0] as string) : value];
	}
	const args: Value[][] = [];
	for (const argument of operand.type === "transformer_list" ? operand.children : operand.arguments) {
		const values = valuesOf(argument, event);
		if (values === undefined) return undefined;
		args.push(values);
	}
	if (operand.type === "transformer_list") return args.flat();
	const [first = [], second = []] = args;
	if (operand.name === "len") return [BigInt(String(first[0]).length)];
	if (operand.name === "concat") return [args.flat().join("")];
	if (operand.name === "join") return [second.join(String(first[0]))];
	const results = first.map((text) => transform(operand.name, String(text)));
	return results.includes(undefined) ? undefined : (results as Value[]);
}

function transform(name: string, text: Bytes): Bytes | undefined {
	if (name === "tolower") return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	if (name === "toupper") return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
	if (name === "basename") return text.split("/").at(-1);
	const unpadded = text.replace(/={1,2}$/, "");
	if (!/^[A-Za-z0-9+/]*$/.test(unpadded)) return undefined;
	const decoded = Buffer.from(unpadded, "base64");
	if (decoded.toString("base64").replace(/=+$/, "") !== unpadded) return undefined;
	return decoded.toString("latin1").split("\0")[0];
}

function compare(left: Value, operator: BinaryOperator, right: Value): boolean {
	if (operator === "=") return left === right;
	if (operator === "!=") return left !== right;
	if (operator === "<") return left < right;
	if (operator === "<=") return left <= right;
	if (operator === ">") return left > right;
	if (operator === ">=") return left >= right;
	const [text, part] = [String(left), String(right)];
	if (operator === "contains") return text.includes(part);
	if (operator === "icontains") return lower(text).includes(lower(part));
	if (operator === "startswith") return text.startsWith(part);
	if (operator === "endswith") return text.endsWith(part);
	if (operator === "glob") return isGlob(part, text);
	if (operator === "iglob") return isGlob(lower(part), lower(text));
	return new RegExp(`^(?:${part})$`).test(text);
}

function lower(text: Bytes): Bytes {
	return transform("tolower", text) as Bytes;
}

/** Globs without brackets. */
function isGlob(pattern: Bytes, text: Bytes): boolean {
	const [first, ...rest] = pattern;
	if (first === undefined) return text === "";
	if (first === "*") return isGlob(rest.join(""), text) || (text !== "" && isGlob(pattern, text.slice(1)));
	const [wanted, after] = first === "\\" ? [rest[0], rest.slice(1)] : [first, rest];
	const fits = text !== "" && (first === "?" || text[0] === wanted);
	return fits && isGlob(after.join(""), text.slice(1));
}

function isAbove(path: Bytes, text: Bytes): boolean {
	const parts = text.split("/").filter(Boolean);
	return path
		.split("/")
		.filter(Boolean)
		.every((part, place) => parts[place] !== undefined && isGlob(part, parts[place]));
}
