import { toBytes } from "../bytes.ts";
import { checkCondition } from "../filter/check.ts";
import { type Fields, lookUpFieldText } from "../filter/field-lookup.ts";
import { FilterError } from "../filter/filter-error.ts";
import { parseCondition } from "../filter/parse.ts";

/**
 * Why a text cannot be a field of an exception: undefined when it can (falco_source.h, `is_valid_lhs_field`). It may be
 * anything that the left side of a check may be: a field, with its argument, or transformers around one.
 */
export function exceptionFieldProblem(text: string, fields: Fields): string | undefined {
	const unsupported = `'${text}' is not a supported filter field`;
	if (text.includes("(")) return isOperand(text, fields) ? undefined : unsupported;
	const lookup = lookUpFieldText(toBytes(text), fields);
	if ("found" in lookup) return undefined;
	return lookup.nonexistent ? unsupported : lookup.problem;
}

function isOperand(text: string, fields: Fields): boolean {
	try {
		const check = parseCondition(toBytes(`${text} exists`));
		return check.type === "unary_check" && checkCondition(check, fields).errors.length === 0;
	} catch (error) {
		if (error instanceof FilterError) return false;
		throw error;
	}
}
