import type { FieldType } from "../field.ts";

export type TransformerName = "tolower" | "toupper" | "b64" | "basename" | "len" | "join" | "concat" | "getopt";

/** What the compiler has to know of a transformer; what it does with values stands elsewhere. */
export interface TransformerTraits {
	/** How many arguments it takes. */
	readonly arity: { readonly least: number; readonly most: number };
	/** Types that its arguments may have. */
	readonly accepts: readonly FieldType[];
	readonly result: FieldType;
	/** Whether its result is a list: always, never, or when its argument is one (it then works on every element). */
	readonly resultIsList: boolean | "as-argument";
	/** Whether `[…]` may follow the parentheses; the result is then a single value. */
	readonly acceptsArgument: boolean;
}

const TEXT = ["CHARBUF"] as const satisfies readonly FieldType[];
const ANY = ["CHARBUF", "UINT64", "ABSTIME", "RELTIME", "BOOL"] as const satisfies readonly FieldType[];
const SEVERAL = Number.MAX_SAFE_INTEGER;

const TEXT_TO_TEXT = {
	arity: { least: 1, most: 1 },
	accepts: TEXT,
	result: "CHARBUF",
	resultIsList: "as-argument",
	acceptsArgument: false,
} as const;

/**
 * Every transformer, in the order in which Falco tries and lists them (libsinsp filter/parser.cpp). Constants among
 * the arguments are text, numbers too; a list is written `(…)` or comes from another transformer.
 */
export const TRANSFORMERS = {
	tolower: TEXT_TO_TEXT,
	toupper: TEXT_TO_TEXT,
	b64: TEXT_TO_TEXT,
	basename: TEXT_TO_TEXT,
	len: { ...TEXT_TO_TEXT, result: "UINT64", resultIsList: false },
	/** `join(separator, list)`: members that are no text are joined as they read in an output. */
	join: { ...TEXT_TO_TEXT, arity: { least: 2, most: 2 }, accepts: ANY, resultIsList: false },
	concat: { ...TEXT_TO_TEXT, arity: { least: 2, most: SEVERAL }, resultIsList: false },
	/** `getopt(list, options)` */
	getopt: { ...TEXT_TO_TEXT, arity: { least: 2, most: 2 }, resultIsList: true, acceptsArgument: true },
} as const satisfies Record<TransformerName, TransformerTraits>;

export const TRANSFORMER_NAMES = Object.keys(TRANSFORMERS) as readonly TransformerName[];
