import fc from "fast-check";
import type { Bytes } from "../../../src/falco/bytes.ts";
import {
	type BinaryCheck,
	type BinaryOperator,
	type Expr,
	type FieldExpr,
	MODIFIERS,
	type Operand,
	type Right,
	type UnaryCheck,
} from "../../../src/falco/filter/ast.ts";
import { OPERATORS } from "../../../src/falco/filter/operators.ts";

/** What trees are made of. All fields are read without regard to whether the event has them. */
export interface ExprParts {
	/** Fields of type CHARBUF. */
	readonly texts: readonly Pick<FieldExpr, "name" | "argument">[];
	/** Fields of type UINT64. */
	readonly numbers: readonly Pick<FieldExpr, "name" | "argument">[];
	/** Constants for text. */
	readonly value: fc.Arbitrary<Bytes>;
	/** Patterns for `regex`. */
	readonly pattern: fc.Arbitrary<Bytes>;
	/** Names of macros, where trees may still have them. */
	readonly macros?: readonly string[];
}

/** Bytes that any of the language's tokens could trip over. */
export const awkwardBytes: fc.Arbitrary<Bytes> = fc.string({
	unit: fc.oneof(
		fc.constantFrom("\\", '"', "'", " ", ",", "(", ")", "[", "]", "=", "%", "x", "n", "\n", "\b", "\v", "\x00"),
		fc.nat(255).map((byte) => String.fromCharCode(byte)),
	),
	maxLength: 8,
});

const at = 0;

const byRightSide = (right: string) =>
	(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]).filter((name) => OPERATORS[name].right === right);
const accepting = (type: "CHARBUF" | "UINT64", names: readonly (keyof typeof OPERATORS)[]) =>
	names.filter((name) => OPERATORS[name].left.some((accepted) => accepted === type)) as BinaryOperator[];

const numberToken = fc.oneof(
	fc.constantFrom("0", "5", "+5", "007", "-1", "18446744073709551615", "99999999999999999999"),
	fc.nat(20).map(String),
);

/** Trees that the parser could have made and that `checkCondition` finds no error in. */
export function arbitraryExpr(parts: ExprParts): fc.Arbitrary<Expr> {
	const field = (fields: ExprParts["texts"]) =>
		fc.constantFrom(...fields).map((one): FieldExpr => ({ type: "field", ...one, at }));
	const text = arbitraryText(field(parts.texts), parts.value);
	const number = fc.oneof(
		field(parts.numbers),
		text.map((argument): Operand => ({ type: "field_transformer", name: "len", arguments: [argument], at })),
	);
	const sides = [
		...checksOn("CHARBUF", text, { constant: parts.value, ordered: numberToken, pattern: parts.pattern }),
		...checksOn("UINT64", number, { constant: numberToken, ordered: numberToken, pattern: numberToken }),
	];
	const exists = fc
		.oneof(text, number)
		.map((left): UnaryCheck => ({ type: "unary_check", left, operator: "exists", at }));
	const macros = (parts.macros ?? []).map((name) => fc.constant<Expr>({ type: "identifier", name, at }));
	const { expr } = fc.letrec<{ expr: Expr }>((tie) => ({
		expr: fc.oneof(
			{ depthSize: "small", withCrossShrink: true },
			fc.oneof(exists, ...sides, ...macros),
			tie("expr").map((child): Expr => ({ type: "not", child })),
			fc.record({
				type: fc.constantFrom("and" as const, "or" as const),
				children: fc.array(tie("expr"), { minLength: 2, maxLength: 4 }),
			}),
		),
	}));
	return expr;
}

/** Something on the left or right whose value is text. */
function arbitraryText(field: fc.Arbitrary<FieldExpr>, value: fc.Arbitrary<Bytes>): fc.Arbitrary<Operand> {
	const constant = fc.oneof(
		value.map((bytes) => ({ type: "value" as const, value: bytes, at })),
		numberToken.map((digits) => ({ type: "value" as const, value: digits, number: true as const, at })),
	);
	const { text } = fc.letrec<{ text: Operand }>((tie) => ({
		text: fc.oneof(
			{ depthSize: "small", withCrossShrink: true },
			field,
			fc.record({
				type: fc.constant("field_transformer" as const),
				name: fc.constantFrom("tolower" as const, "toupper" as const, "b64" as const, "basename" as const),
				arguments: fc.oneof(tie("text"), constant).map((argument) => [argument]),
				at: fc.constant(at),
			}),
			fc.record({
				type: fc.constant("field_transformer" as const),
				name: fc.constant("concat" as const),
				arguments: fc.array(fc.oneof(tie("text"), constant), { minLength: 2, maxLength: 3 }),
				at: fc.constant(at),
			}),
			fc.tuple(constant, fc.array(fc.oneof(tie("text"), constant), { maxLength: 3 })).map(
				([separator, children]): Operand => ({
					type: "field_transformer",
					name: "join",
					arguments: [separator, { type: "transformer_list", children, at }],
					at,
				}),
			),
		),
	}));
	return text;
}

interface Constants {
	readonly constant: fc.Arbitrary<Bytes>;
	readonly ordered: fc.Arbitrary<Bytes>;
	readonly pattern: fc.Arbitrary<Bytes>;
}

function checksOn(
	type: "CHARBUF" | "UINT64",
	operand: fc.Arbitrary<Operand>,
	{ constant, ordered, pattern }: Constants,
): fc.Arbitrary<BinaryCheck>[] {
	const constantFor = (operator: BinaryOperator) => (operator === "regex" ? pattern : constant);
	const values = (operator: BinaryOperator) =>
		fc.array(constantFor(operator), { maxLength: 4 }).map((items): Right => ({ type: "list", values: items, at }));
	const value = (from: fc.Arbitrary<Bytes>) => from.map((bytes): Right => ({ type: "value", value: bytes, at }));
	const right = (operator: BinaryOperator, own: fc.Arbitrary<Right>): fc.Arbitrary<Right> =>
		OPERATORS[operator].acceptsRightField ? fc.oneof({ weight: 3, arbitrary: own }, operand) : own;
	const check = (operator: BinaryOperator, side: fc.Arbitrary<Right>) =>
		fc.record({
			type: fc.constant("binary_check" as const),
			left: operand,
			operator: fc.constant(operator),
			right: side,
			at: fc.constant(at),
		});
	const modified = (operator: BinaryOperator) =>
		fc.record({
			type: fc.constant("binary_check" as const),
			left: operand,
			operator: fc.constant(operator),
			modifier: fc.constantFrom(...MODIFIERS),
			right: values(operator),
			at: fc.constant(at),
		});
	const strings = accepting(type, byRightSide("string"));
	return [
		...accepting(type, byRightSide("number")).map((operator) => check(operator, right(operator, value(ordered)))),
		...strings.map((operator) => check(operator, right(operator, value(constantFor(operator))))),
		...strings.map(modified),
		...accepting(type, byRightSide("list")).map((operator) => check(operator, right(operator, values(operator)))),
	];
}
