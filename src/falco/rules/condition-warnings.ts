import type { Bytes } from "../bytes.ts";
import type { WarningCode } from "../diagnostic.ts";
import type { Operand, Right, TransformerArgument } from "../filter/ast.ts";
import type { Leaf } from "../filter/walk.ts";

export interface ConditionWarning {
	readonly code: WarningCode;
	readonly message: string;
}

/** How Falco prints a value that is missing. */
const NO_VALUE = "<NA>";
const UNSAFE_FIELDS = /^(?:ka|jevt)\./;
const EQUALITY_OPERATORS = ["=", "!=", "in", "intersects", "pmatch"];
const UNSAFE_COMPARISON =
	"comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. " +
	"If you need to check for the existence of a field, consider using the 'exists' operator instead.";
const DROPPED = "field is not available due to the drop of enter events.";

/** Fields that Falco has no more, with its word on each (falco_load_result.cpp). */
const DEPRECATED_FIELDS: Readonly<Record<string, string>> = {
	"evt.dir":
		"due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'",
	"evt.latency": DROPPED,
	"evt.latency.s": DROPPED,
	"evt.latency.ns": DROPPED,
	"evt.latency.human": DROPPED,
	"evt.wait_latency": DROPPED,
};

/** Fourth stage: what a check may do other than its author thinks (filter_warning_resolver.cpp). */
export function warningsOf(leaf: Leaf): ConditionWarning[] {
	if (leaf.type === "identifier") return [];
	const warnings: ConditionWarning[] = [];
	const fields = fieldsOf(leaf.left);
	if (leaf.type === "binary_check") {
		const unsafe = fields.some((field) => UNSAFE_FIELDS.test(field));
		const equality = leaf.modifier === undefined && EQUALITY_OPERATORS.includes(leaf.operator);
		if (unsafe && equality && constantsOf(leaf.right).includes(NO_VALUE)) {
			warnings.push({ code: "LOAD_UNSAFE_NA_CHECK", message: UNSAFE_COMPARISON });
		}
		if (leaf.right.type === "field" || leaf.right.type === "field_transformer") fields.push(...fieldsOf(leaf.right));
	}
	for (const field of fields) {
		const message = Object.hasOwn(DEPRECATED_FIELDS, field) ? DEPRECATED_FIELDS[field] : undefined;
		if (message !== undefined) warnings.push({ code: "LOAD_DEPRECATED_ITEM", message });
	}
	return warnings;
}

/** The warnings for deprecated fields whose names stand anywhere in an output. */
export function outputWarningsOf(output: string): ConditionWarning[] {
	return Object.keys(DEPRECATED_FIELDS)
		.filter((field) => output.includes(field))
		.map((field) => ({
			code: "LOAD_DEPRECATED_ITEM",
			message: `usage of deprecated field '${field}' has been detected in the rule output`,
		}));
}

/** The names of all fields that are read for an operand. */
function fieldsOf(operand: Operand): string[] {
	return operand.type === "field" ? [operand.name] : operand.arguments.flatMap(fieldsOfArgument);
}

function fieldsOfArgument(argument: TransformerArgument): string[] {
	if (argument.type === "value") return [];
	return argument.type === "transformer_list" ? argument.children.flatMap(fieldsOfArgument) : fieldsOf(argument);
}

function constantsOf(right: Right): readonly Bytes[] {
	if (right.type === "list") return right.values;
	return right.type === "value" ? [right.value] : [];
}
