import type { FieldType } from "../field.ts";
import type { BinaryCheck, UnaryCheck } from "./ast.ts";

/** An operator of the condition language, by its name in the tree. */
export type Operator = BinaryCheck["operator"] | UnaryCheck["operator"];

/** What the compiler has to know of an operator; what it does with values stands elsewhere. */
export interface OperatorTraits {
	/** What follows it: nothing, a bare number, a string, or a list; all but the first may be a field instead. */
	readonly right: "nothing" | "number" | "string" | "list";
	/** Types that its left side may have. */
	readonly left: readonly FieldType[];
	/** Whether the left side may be a list of those types. */
	readonly acceptsList: boolean;
	/** Whether its right side may be read from the event: `val(…)` or a transformer. */
	readonly acceptsRightField: boolean;
}

const TEXT = ["CHARBUF"] as const satisfies readonly FieldType[];
const ORDERED = ["CHARBUF", "UINT64", "ABSTIME", "RELTIME"] as const satisfies readonly FieldType[];
const ANY = [...ORDERED, "BOOL"] as const satisfies readonly FieldType[];
/** Operators on byte buffers: the language knows them, but no field that a plugin offers has such a type. */
const NONE = [] as const satisfies readonly FieldType[];

const EQUALITY = { right: "string", left: ANY, acceptsList: false, acceptsRightField: true } as const;
const ORDER = { right: "number", left: ORDERED, acceptsList: false, acceptsRightField: true } as const;
const TEXTUAL = { right: "string", left: TEXT, acceptsList: false, acceptsRightField: true } as const;
const MEMBERSHIP = { right: "list", left: ANY, acceptsList: true, acceptsRightField: true } as const;

/**
 * Every operator, in the order in which Falco tries and lists them (libsinsp filter/parser.cpp, filter_compare.cpp).
 * Those with a string on their right take the modifiers `oneof`, `anyof` and `allof` too, and then a list.
 */
export const OPERATORS = {
	exists: { right: "nothing", left: ANY, acceptsList: true, acceptsRightField: false },
	"<=": ORDER,
	"<": ORDER,
	">=": ORDER,
	">": ORDER,
	"=": EQUALITY,
	"!=": EQUALITY,
	glob: TEXTUAL,
	iglob: TEXTUAL,
	contains: TEXTUAL,
	icontains: TEXTUAL,
	bcontains: { ...TEXTUAL, left: NONE },
	startswith: TEXTUAL,
	bstartswith: { ...TEXTUAL, left: NONE },
	endswith: TEXTUAL,
	regex: { ...TEXTUAL, acceptsRightField: false },
	intersects: MEMBERSHIP,
	in: MEMBERSHIP,
	pmatch: { right: "list", left: TEXT, acceptsList: false, acceptsRightField: false },
} as const satisfies Record<Operator, OperatorTraits>;

/** Whether the operator is a word, and not made of signs. */
export const isWord = (operator: Operator) => /^[a-z]/.test(operator);
