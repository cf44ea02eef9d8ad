import type { FieldExpr, TransformerArgument, TransformerExpr, TransformerListExpr, ValueExpr } from "./ast.ts";
import type { Lexer } from "./lexer.ts";
import { BARE_ARGUMENT, FIELD_NAME, HEX_NUMBER, NUMBER } from "./tokens.ts";
import { TRANSFORMER_NAMES, type TransformerName } from "./transformers.ts";

const CALLS = TRANSFORMER_NAMES.map((name) => ({ name, opening: `${name}(` }));

/** A field or a transformer, as it may stand on the left of a check; undefined when neither stands here. */
export function parseOperand(lexer: Lexer): FieldExpr | TransformerExpr | undefined {
	return parseField(lexer) ?? parseTransformer(lexer);
}

/** What may stand on the right instead of a constant: `val(field)` or a transformer. */
export function parseRightOperand(lexer: Lexer): FieldExpr | TransformerExpr | undefined {
	lexer.enter();
	lexer.blanks();
	const operand = parseVal(lexer) ?? parseTransformer(lexer);
	lexer.leave();
	return operand;
}

function parseVal(lexer: Lexer): FieldExpr | undefined {
	if (!lexer.take("val(")) return undefined;
	lexer.blanks();
	const field = parseField(lexer) ?? lexer.fail("expected a field within 'val' transformer");
	lexer.blanks();
	if (!lexer.take(")")) lexer.fail("expected a ')' token closing the transformer");
	return field;
}

function parseField(lexer: Lexer): FieldExpr | undefined {
	const at = lexer.position;
	if (!lexer.match(FIELD_NAME)) return undefined;
	const name = lexer.token;
	lexer.enter();
	const argument = parseArgument(lexer);
	lexer.leave();
	return { type: "field", name, ...argument, at };
}

/** The optional `[…]` behind a field or a transformer. */
export function parseArgument(lexer: Lexer): { argument?: string } {
	if (!lexer.take("[")) return {};
	if (!lexer.quotedString() && !lexer.match(BARE_ARGUMENT)) {
		lexer.fail("expected a valid field argument: a quoted string or a bare string");
	}
	const argument = lexer.token;
	if (!lexer.take("]")) lexer.fail("expected a ']' token");
	return { argument };
}

function parseTransformer(lexer: Lexer): TransformerExpr | undefined {
	const call = parseCall(lexer);
	return call && { ...call, ...parseArgument(lexer) };
}

/** A transformer up to its closing parenthesis. */
export function parseCall(lexer: Lexer): TransformerExpr | undefined {
	const at = lexer.position;
	const name = takeTransformerName(lexer);
	if (name === undefined) return undefined;
	lexer.enter();
	const args: TransformerArgument[] = [];
	do {
		args.push(parseTransformerArgument(lexer));
		lexer.blanks();
	} while (lexer.take(","));
	if (!lexer.take(")")) lexer.fail("expected a ')' token closing the transformer");
	lexer.leave();
	return { type: "field_transformer", name, arguments: args, at };
}

function takeTransformerName(lexer: Lexer): TransformerName | undefined {
	const call = CALLS.find(({ opening }) => lexer.take(opening));
	if (call !== undefined) lexer.token = call.name;
	return call?.name;
}

function parseTransformerArgument(lexer: Lexer): TransformerArgument {
	lexer.enter();
	lexer.blanks();
	const argument =
		parseNumber(lexer) ??
		parseQuoted(lexer) ??
		parseTransformerList(lexer) ??
		parseTransformer(lexer) ??
		parseField(lexer) ??
		lexer.fail("expected field transformer argument: field, transformer, quoted string, number, or transformer list");
	lexer.leave();
	return argument;
}

function parseTransformerList(lexer: Lexer): TransformerListExpr | undefined {
	const at = lexer.position;
	if (!lexer.take("(")) return undefined;
	const children: TransformerListExpr["children"][number][] = [];
	lexer.blanks();
	if (!lexer.take(")")) {
		do {
			lexer.blanks();
			children.push(parseTransformerListArgument(lexer));
			lexer.blanks();
		} while (lexer.take(","));
		if (!lexer.take(")")) lexer.fail("expected ')'");
	}
	return { type: "transformer_list", children, at };
}

function parseTransformerListArgument(lexer: Lexer): TransformerListExpr["children"][number] {
	return (
		parseField(lexer) ??
		parseTransformer(lexer) ??
		parseQuoted(lexer) ??
		parseNumber(lexer) ??
		lexer.fail("expected transformer list argument: field, transformer, quoted string, or number")
	);
}

function parseQuoted(lexer: Lexer): ValueExpr | undefined {
	const at = lexer.position;
	return lexer.quotedString() ? { type: "value", value: lexer.token, at } : undefined;
}

function parseNumber(lexer: Lexer): ValueExpr | undefined {
	const at = lexer.position;
	const found = lexer.match(HEX_NUMBER) || lexer.match(NUMBER);
	return found ? { type: "value", value: lexer.token, number: true, at } : undefined;
}
