import { type Bytes, toText } from "../bytes.ts";
import type { FieldType } from "../field.ts";
import type { BinaryOperator } from "./ast.ts";
import { parseUint64 } from "./number.ts";
import { checkRegex } from "./regex.ts";

/** Bytes that Falco holds a constant in, with the NUL at its end. */
const CAPACITY = 256;

type FindProblem = (value: Bytes) => string | undefined;

const numberProblem: FindProblem = (value) =>
	parseUint64(value) === undefined ? `${toText(value)} is not a valid number` : undefined;

const PROBLEMS: Record<FieldType, FindProblem> = {
	CHARBUF: textProblem,
	UINT64: numberProblem,
	ABSTIME: numberProblem,
	RELTIME: numberProblem,
	BOOL: (value) =>
		value === "true" || value === "false" ? undefined : `filter error: unrecognized boolean value ${toText(value)}`,
};

/** Why a constant cannot stand to the right of an operator whose left side has that type, in Falco's words. */
export function constantProblem(value: Bytes, type: FieldType, operator: BinaryOperator): string | undefined {
	const problem = PROBLEMS[type](value);
	if (problem !== undefined || operator !== "regex") return problem;
	const fault = checkRegex(value);
	return fault === undefined ? undefined : `invalid regex pattern: ${fault}`;
}

function textProblem(value: Bytes): string | undefined {
	if (value.includes("\0")) return "filter error: filter value cannot contain a NUL byte (\\x00)";
	const used = value.length + 1;
	if (used <= CAPACITY) return undefined;
	return `filter parameter too long (used=${used}, available=${CAPACITY}):${toText(value)}`;
}
