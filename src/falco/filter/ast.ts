import type { Bytes } from "../bytes.ts";
import type { TransformerName } from "./transformers.ts";

/** Where a node stands: the byte offset in the condition's text, for messages. */
export interface Placed {
	readonly at: number;
}

/** Of nodes that do not tell: what is run needs no places, and they are not shipped. Placed nodes are such nodes too. */
export type Unplaced = object;

/**
 * The tree of a condition: plain JSON, so that it can be built once and shipped. Node names are libsinsp's
 * (filter/ast.h). All text in it is byte strings.
 */
export type Expr<Place = Placed> = And<Place> | Or<Place> | Not<Place> | Identifier<Place> | Check<Place>;

export interface And<Place = Placed> {
	readonly type: "and";
	readonly children: readonly Expr<Place>[];
}

export interface Or<Place = Placed> {
	readonly type: "or";
	readonly children: readonly Expr<Place>[];
}

export interface Not<Place = Placed> {
	readonly type: "not";
	readonly child: Expr<Place>;
}

/** A macro's name. None is left once macros are resolved. */
export type Identifier<Place = Placed> = Place & {
	readonly type: "identifier";
	readonly name: Bytes;
};

export type Check<Place = Placed> = UnaryCheck<Place> | BinaryCheck<Place>;

/** `field exists`. */
export type UnaryCheck<Place = Placed> = Place & {
	readonly type: "unary_check";
	readonly left: Operand<Place>;
	readonly operator: "exists";
};

export type BinaryCheck<Place = Placed> = Place & {
	readonly type: "binary_check";
	readonly left: Operand<Place>;
	readonly operator: BinaryOperator;
	/** `= oneof (…)` and its kin; the right side is then a list. */
	readonly modifier?: Modifier;
	readonly right: Right<Place>;
};

/** The left side of a check: something that is read from the event. */
export type Operand<Place = Placed> = FieldExpr<Place> | TransformerExpr<Place>;

/**
 * The right side of a check: a constant, a list of constants, or something read from the event (`val(…)`). `in`,
 * `intersects` and `pmatch` never have a single constant: `in foo` is written as the list `in (foo)` in the tree.
 */
export type Right<Place = Placed> = ValueExpr<Place> | ListExpr<Place> | FieldExpr<Place> | TransformerExpr<Place>;

export type FieldExpr<Place = Placed> = Place & {
	readonly type: "field";
	readonly name: string;
	/** The text between the brackets, unescaped. */
	readonly argument?: Bytes;
};

export type TransformerExpr<Place = Placed> = Place & {
	readonly type: "field_transformer";
	readonly name: TransformerName;
	readonly arguments: readonly TransformerArgument<Place>[];
	/** `getopt(…)[c]`. */
	readonly argument?: Bytes;
};

export type TransformerArgument<Place = Placed> =
	| FieldExpr<Place>
	| TransformerExpr<Place>
	| ValueExpr<Place>
	| TransformerListExpr<Place>;

export type TransformerListExpr<Place = Placed> = Place & {
	readonly type: "transformer_list";
	readonly children: readonly (FieldExpr<Place> | TransformerExpr<Place> | ValueExpr<Place>)[];
};

export type ValueExpr<Place = Placed> = Place & {
	readonly type: "value";
	readonly value: Bytes;
	/** Where the text came as a bare number token inside a transformer: `join(",", (1, 2))`. */
	readonly number?: true;
};

export type ListExpr<Place = Placed> = Place & {
	readonly type: "list";
	readonly values: readonly Bytes[];
};

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
