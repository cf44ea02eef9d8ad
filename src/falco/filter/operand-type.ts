import type { FieldType } from "../field.ts";
import { suggest } from "../suggest.ts";
import type { Operand, TransformerArgument, TransformerExpr } from "./ast.ts";
import { type Fields, lookUpField } from "./field-lookup.ts";
import { FilterError } from "./filter-error.ts";
import { TRANSFORMERS, type TransformerName } from "./transformers.ts";

/** What reading an operand yields, and by which name Falco's messages call it. */
export interface OperandType {
	readonly type: FieldType;
	readonly list: boolean;
	readonly name: string;
}

/** How Falco calls what has no field's name. */
const NAMELESS = "NA";

/**
 * The type of an operand.
 * @throws FilterError with Falco's message when it names a field that does not exist, or a transformer cannot take
 * what it is given (libsinsp sinsp_filtercheck.cpp, sinsp_filtercheck_multivalue_transformer.cpp)
 */
export function typeOperand(operand: Operand, fields: Fields): OperandType {
	if (operand.type === "field_transformer") return typeTransformer(operand, fields);
	const lookup = lookUpField(operand, fields);
	if ("problem" in lookup) {
		const meant = lookup.nonexistent ? suggest(operand.name, Object.keys(fields)) : undefined;
		throw new FilterError(lookup.problem, operand.at, lookup.hint ?? (meant && `did you mean ${meant}?`));
	}
	return { type: lookup.found.type, list: false, name: lookup.name };
}

function typeArgument(argument: TransformerArgument, fields: Fields): OperandType {
	if (argument.type === "value") return { type: "CHARBUF", list: false, name: NAMELESS };
	if (argument.type !== "transformer_list") return typeOperand(argument, fields);
	for (const member of argument.children) typeArgument(member, fields);
	return { type: "CHARBUF", list: true, name: NAMELESS };
}

function typeTransformer(expr: TransformerExpr, fields: Fields): OperandType {
	const traits = TRANSFORMERS[expr.name];
	const args = expr.arguments.map((argument) => typeArgument(argument, fields));
	const problem = PROBLEMS[expr.name](args, expr.name) ?? argumentProblem(expr);
	if (problem !== undefined) throw new FilterError(problem, expr.at);
	const isUnary = traits.arity.most === 1;
	const [first] = args;
	return {
		type: traits.result,
		list: traits.resultIsList === "as-argument" ? first?.list === true : traits.resultIsList && !expr.argument,
		name: isUnary && first !== undefined ? first.name : NAMELESS,
	};
}

type FindProblem = (args: readonly OperandType[], name: TransformerName) => string | undefined;

const isText = ({ type, list }: OperandType) => type === "CHARBUF" && !list;

/** What is wrong with the arguments of each transformer, in Falco's words and spelling. */
const PROBLEMS: Record<TransformerName, FindProblem> = {
	tolower: unaryProblem,
	toupper: unaryProblem,
	b64: unaryProblem,
	basename: unaryProblem,
	len: unaryProblem,
	join: severalOr((args) => {
		const [separator, list] = args;
		if (separator === undefined || list === undefined || args.length !== 2) {
			return "join() requires exactly 2 arguments: separator and list";
		}
		if (separator.list) return "join() first argument (separator) must be a single value, not a list";
		if (!list.list) return "join() second argument must be a list";
		// Falco takes a number here and then reads its bytes as text.
		return isText(separator) ? undefined : "join() first argument (separator) must be a string";
	}),
	// Falco overlooks `len(…)` here and then reads the bytes of a number as text.
	concat: severalOr((args) => (args.every(isText) ? undefined : "concat() arguments must be strings")),
	getopt: severalOr((args) => {
		const [list, options] = args;
		if (list === undefined || options === undefined || args.length !== 2) {
			return "getopt() requires exactly 2 arguments: args list and optstring";
		}
		if (!list.list) return "getopt() first argument must be a list";
		if (options.list) return "getopt() second argument (optstring) must be a single value";
		return isText(options) ? undefined : "getopt() arguments must be strings";
	}),
};

function unaryProblem(args: readonly OperandType[], name: TransformerName): string | undefined {
	const [argument] = args;
	if (argument === undefined || args.length > 1) return `transformer '${name}' takes one argument, not ${args.length}`;
	if (TRANSFORMERS[name].accepts.some((type) => type === argument.type)) return undefined;
	const field = `${argument.list ? "list " : ""}field '${argument.name}'`;
	return `can't add field transformer: type '${argument.type}' is not supported by '${name}' transformer applied on ${field}`;
}

/** Falco looks for a transformer of several arguments only when it is given several. */
function severalOr(findProblem: FindProblem): FindProblem {
	return (args, name) => (args.length < 2 ? `unknown field transfomer '${name}'` : findProblem(args, name));
}

function argumentProblem({ name, argument }: TransformerExpr): string | undefined {
	if (argument === undefined) return undefined;
	const { acceptsArgument, arity } = TRANSFORMERS[name];
	if (acceptsArgument) {
		return argument.length === 1 ? undefined : "getopt() field argument must be a single option character";
	}
	return `${arity.most === 1 ? "filter error: " : ""}transformer '${name}' does not support field arguments`;
}
