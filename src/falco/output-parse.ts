import type { Bytes } from "./bytes.ts";
import type { FieldExpr, Operand } from "./filter/ast.ts";
import { type Fields, lookUpField } from "./filter/field-lookup.ts";
import { FilterError } from "./filter/filter-error.ts";
import { Lexer } from "./filter/lexer.ts";
import { typeOperand } from "./filter/operand-type.ts";
import { parseArgument, parseCall } from "./filter/parse-operand.ts";
import { FIELD_NAME } from "./filter/tokens.ts";
import type { OutputPart, OutputTemplate } from "./output-template.ts";
import { suggest } from "./suggest.ts";

/** How deep transformers may nest in an output (libsinsp filter/parser.cpp, which lets conditions go deeper). */
const DEPTH_LIMIT = 100;
/** Widest field, in bytes. Falco knows no limit and takes the memory. */
const MAX_WIDTH = 65_535;

const DIGITS = /[0-9]*/y;

/** Mistakes of one output that are looked for. What makes each of them may go on to the end of the text. */
const ERRORS_MAX = 100;

/** An output that was read: its parts, which mean nothing where there are errors. */
export interface ReadOutput {
	readonly template: OutputTemplate;
	/** What is wrong with it, from left to right, each with the byte offset of the `%` that starts nothing. */
	readonly errors: readonly FilterError[];
}

/**
 * Output text → its parts, by Falco's rules (libsinsp eventformatter.cpp): `%` starts a field or a transformer, as
 * much of the text behind it as makes a known one belongs to it, and the rest is plain text. A `*` in front means
 * nothing here and is dropped. Takes time proportional to the text.
 */
export function readOutput(text: Bytes, fields: Fields): ReadOutput {
	if (text === "") return { template: [], errors: [new FilterError("empty formatting token", 0)] };
	const parts: OutputPart[] = [];
	const errors: FilterError[] = [];
	let from = text.startsWith("*") ? 1 : 0;
	for (let percent = text.indexOf("%", from); percent !== -1; percent = text.indexOf("%", from)) {
		if (percent > from) parts.push({ type: "text", text: text.slice(from, percent) });
		const read = readToken(text, percent, fields);
		if (read instanceof FilterError) {
			if (errors.push(read) === ERRORS_MAX) break;
			from = percent + 1;
			continue;
		}
		parts.push(read.part);
		from = read.end;
	}
	if (from < text.length) parts.push({ type: "text", text: text.slice(from) });
	return { template: parts, errors };
}

/** The same of an output in which nothing is wrong. @throws FilterError the first one otherwise */
export function parseOutput(text: Bytes, fields: Fields): OutputTemplate {
	const { template, errors } = readOutput(text, fields);
	if (errors[0] !== undefined) throw errors[0];
	return template;
}

function readToken(text: Bytes, percent: number, fields: Fields): { part: OutputPart; end: number } | FilterError {
	const widened = readWidth(text, percent);
	if (widened instanceof FilterError) return widened;
	const { width, end } = widened;
	const token = readField(text, end, fields) ?? readTransformer(text, end, fields);
	if (token === undefined) return unknownToken(text, percent, end, fields);
	return { part: { type: "token", expression: token.expression, ...(width > 0 && { width }) }, end: token.end };
}

function readWidth(text: Bytes, percent: number): { width: number; end: number } | FilterError {
	const start = percent + 1;
	DIGITS.lastIndex = start;
	DIGITS.test(text);
	const end = DIGITS.lastIndex;
	if (end === text.length) {
		const what = end === start ? "%" : "number";
		return new FilterError(`invalid formatting syntax: formatting cannot end with a ${what}`, percent);
	}
	const width = Number(text.slice(start, end));
	if (width > MAX_WIDTH) {
		return new FilterError(`invalid formatting syntax: a field cannot be wider than ${MAX_WIDTH} bytes`, percent);
	}
	return { width, end };
}

interface Token {
	readonly expression: Operand;
	readonly end: number;
}

function readField(text: Bytes, start: number, fields: Fields): Token | undefined {
	const lexer = new Lexer(text, DEPTH_LIMIT, start);
	if (!lexer.match(FIELD_NAME)) return undefined;
	const name = lexer.token;
	const { argument } = readArgument(lexer);
	const full: FieldExpr = { type: "field", name, ...(argument !== undefined && { argument }), at: start };
	if ("found" in lookUpField(full, fields)) return { expression: full, end: lexer.position };
	const known = longestField(name, fields);
	if (known === undefined) return undefined;
	return { expression: { type: "field", name: known, at: start }, end: start + known.length };
}

/** The longest field that the name begins with and that needs no argument. */
function longestField(name: string, fields: Fields): string | undefined {
	let longest: string | undefined;
	for (const [candidate, { argument }] of Object.entries(fields)) {
		if (argument?.required || candidate.length <= (longest?.length ?? 0)) continue;
		if (name.startsWith(candidate)) longest = candidate;
	}
	return longest;
}

function readTransformer(text: Bytes, start: number, fields: Fields): Token | undefined {
	const lexer = new Lexer(text, DEPTH_LIMIT, start);
	const call = attempt(() => {
		lexer.enter();
		return parseCall(lexer);
	});
	if (call === undefined) return undefined;
	const end = lexer.position;
	const argument = readArgument(lexer);
	if (argument.argument !== undefined) {
		const expression = { ...call, ...argument };
		if (isUsable(expression, fields)) return { expression, end: lexer.position };
	}
	return isUsable(call, fields) ? { expression: call, end } : undefined;
}

/** `[…]` where one stands; what is none is plain text, and not read. */
function readArgument(lexer: Lexer): { argument?: Bytes } {
	const start = lexer.mark();
	const argument = attempt(() => parseArgument(lexer));
	if (argument === undefined) lexer.goBack(start);
	return argument ?? {};
}

function isUsable(expression: Operand, fields: Fields): boolean {
	return attempt(() => typeOperand(expression, fields)) !== undefined;
}

function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof FilterError) return undefined;
		throw error;
	}
}

function unknownToken(text: Bytes, percent: number, start: number, fields: Fields): FilterError {
	const lexer = new Lexer(text, DEPTH_LIMIT, start);
	const name = lexer.match(FIELD_NAME) ? lexer.token : undefined;
	const meant = name === undefined ? undefined : suggest(name, Object.keys(fields));
	const hint =
		(name === undefined ? undefined : refusal({ name, ...readArgument(lexer) }, fields)) ??
		(meant === undefined ? "every % starts a field; a plain one cannot be written" : `did you mean %${meant}?`);
	return new FilterError("unknown filter: unexpected token after '", percent, hint);
}

/** Why a field that exists cannot be had with the argument behind it. */
function refusal(field: Pick<FieldExpr, "name" | "argument">, fields: Fields): string | undefined {
	const lookup = lookUpField(field, fields);
	if (!("problem" in lookup) || lookup.nonexistent) return undefined;
	return lookup.hint === undefined ? lookup.problem : `${lookup.problem}; ${lookup.hint}`;
}
