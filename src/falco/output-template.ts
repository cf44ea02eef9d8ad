import type { Bytes } from "./bytes.ts";
import type { FieldExpr, TransformerExpr, Unplaced } from "./filter/ast.ts";

/** A rule's output, taken apart once: literal text and the fields between it. Plain JSON; all text is byte strings. */
export type OutputTemplate = readonly OutputPart[];

export type OutputPart =
	| { readonly type: "text"; readonly text: Bytes }
	/** `%field`, `%12field` (an exact width in bytes), `%tolower(field)`. */
	| {
			readonly type: "token";
			readonly expression: FieldExpr<Unplaced> | TransformerExpr<Unplaced>;
			readonly width?: number;
	  };
