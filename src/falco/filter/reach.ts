import { type Bytes, toText } from "../bytes.ts";
import type { BinaryCheck, BinaryOperator } from "./ast.ts";
import { type Fields, lookUpField } from "./field-lookup.ts";
import { parseUint64 } from "./number.ts";
import { printField } from "./print.ts";

/** Whether a number that is `largest` at most never passes, by the operators that ask for a large one. */
const NEVER: Partial<Record<BinaryOperator, (largest: bigint, constant: bigint) => boolean>> = {
	">": (largest, constant) => largest <= constant,
	">=": (largest, constant) => largest < constant,
	"=": (largest, constant) => largest < constant,
	in: (largest, constant) => largest < constant,
};

/** A warning about a number that the field on the left never reaches, so that a rule would wait for it in vain. */
export function reachWarning(constant: Bytes, { left, operator }: BinaryCheck, fields: Fields): string | undefined {
	const lookup = left.type === "field" ? lookUpField(left, fields) : undefined;
	if (left.type !== "field" || lookup === undefined || !("found" in lookup)) return undefined;
	const { largest } = lookup.found;
	const number = parseUint64(constant);
	if (largest === undefined || number === undefined || !NEVER[operator]?.(largest, number)) return undefined;
	return `${toText(printField(left))} is never larger than ${largest}, and does not reach '${toText(constant)}'`;
}
