import type { Bytes } from "../bytes.ts";
import type { TransformerName } from "./transformers.ts";

/**
 * The tree of a condition: plain JSON, so that it can be built once and shipped. Node names are libsinsp's
 * (filter/ast.h). All text in it is byte strings.
 */
export type Expr = And | Or | Not | Identifier | UnaryCheck | BinaryCheck;

export interface And {
	readonly type: "and";
	readonly children: readonly Expr[];
}

export interface Or {
	readonly type: "or";
	readonly children: readonly Expr[];
}

export interface Not {
	readonly type: "not";
	readonly child: Expr;
}

/** A macro's name. None is left once macros are resolved. */
export interface Identifier {
	readonly type: "identifier";
	readonly name: Bytes;
	readonly at: number;
}

/** `field exists`. */
export interface UnaryCheck {
	readonly type: "unary_check";
	readonly left: Operand;
	readonly operator: "exists";
	readonly at: number;
}

export interface BinaryCheck {
	readonly type: "binary_check";
	readonly left: Operand;
	readonly operator: BinaryOperator;
	/** `= oneof (…)` and its kin; the right side is then a list. */
	readonly modifier?: Modifier;
	readonly right: Right;
	readonly at: number;
}

/** The left side of a check: something that is read from the event. */
export type Operand = FieldExpr | TransformerExpr;

/**
 * The right side of a check: a constant, a list of constants, or something read from the event (`val(…)`). `in`,
 * `intersects` and `pmatch` never have a single constant: `in foo` is written as the list `in (foo)` in the tree.
 */
export type Right = ValueExpr | ListExpr | FieldExpr | TransformerExpr;

export interface FieldExpr {
	readonly type: "field";
	readonly name: string;
	/** The text between the brackets, unescaped. */
	readonly argument?: Bytes;
	/** Byte offset in the condition's text, for messages. */
	readonly at: number;
}

export interface TransformerExpr {
	readonly type: "field_transformer";
	readonly name: TransformerName;
	readonly arguments: readonly TransformerArgument[];
	/** `getopt(…)[c]`. */
	readonly argument?: Bytes;
	readonly at: number;
}

export type TransformerArgument = FieldExpr | TransformerExpr | ValueExpr | TransformerListExpr;

export interface TransformerListExpr {
	readonly type: "transformer_list";
	readonly children: readonly (FieldExpr | TransformerExpr | ValueExpr)[];
	readonly at: number;
}

export interface ValueExpr {
	readonly type: "value";
	readonly value: Bytes;
	/** Where the text came as a bare number token inside a transformer: `join(",", (1, 2))`. */
	readonly number?: true;
	readonly at: number;
}

export interface ListExpr {
	readonly type: "list";
	readonly values: readonly Bytes[];
	readonly at: number;
}

export const MODIFIERS = ["oneof", "anyof", "allof"] as const;
export type Modifier = (typeof MODIFIERS)[number];

/** `==` is written `=` in the tree: they are one operator. */
export type BinaryOperator =
	| "="
	| "!="
	| "<"
	| "<="
	| ">"
	| ">="
	| "contains"
	| "icontains"
	| "bcontains"
	| "startswith"
	| "bstartswith"
	| "endswith"
	| "glob"
	| "iglob"
	| "regex"
	| "in"
	| "intersects"
	| "pmatch";
