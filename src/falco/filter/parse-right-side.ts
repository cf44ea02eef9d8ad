import type { Bytes } from "../bytes.ts";
import { type BinaryOperator, type ListExpr, MODIFIERS, type Modifier, type Right, type ValueExpr } from "./ast.ts";
import type { Lexer } from "./lexer.ts";
import { isWord, OPERATORS } from "./operators.ts";
import { parseRightOperand } from "./parse-operand.ts";
import { BARE_STRING, BOOLEAN_KEYWORD, HEX_NUMBER, IDENTIFIER, NUMBER } from "./tokens.ts";
import { TRANSFORMER_NAMES } from "./transformers.ts";

const OR_FIELD = `a field with a valid transformer: ${["val", ...TRANSFORMER_NAMES].map((name) => `'${name}'`).join(", ")}`;
/** What follows an operator: a number, a string or a list as the operator wants it, or a field in its stead. */
export function parseRightSide(lexer: Lexer, operator: BinaryOperator): { modifier?: Modifier; right: Right } {
	const { right } = OPERATORS[operator];
	if (right === "number") return { right: parseNumberOrOperand(lexer) };
	if (right === "list") return { right: parseListOrOperand(lexer) };
	const modifier = takeModifier(lexer, operator);
	return modifier === undefined ? { right: parseStringOrOperand(lexer) } : { modifier, right: parseModified(lexer) };
}

/** `oneof`, `anyof` or `allof`: only as a word of its own with a list behind it, else it is a string like any other. */
function takeModifier(lexer: Lexer, operator: BinaryOperator): Modifier | undefined {
	const blankBefore = lexer.blanks() || isWord(operator);
	if (!blankBefore) return undefined;
	const start = lexer.mark();
	const modifier = MODIFIERS.find((word) => lexer.take(word));
	if (modifier === undefined) return undefined;
	const listFollows = lexer.blanks() && (lexer.sees(LIST_START) || isListName(lexer));
	if (listFollows) return modifier;
	lexer.goBack(start);
	return undefined;
}

const LIST_START = /\(/y;

function isListName(lexer: Lexer): boolean {
	return lexer.sees(IDENTIFIER) && !lexer.sees(BOOLEAN_KEYWORD);
}

function parseNumberOrOperand(lexer: Lexer): Right {
	lexer.enter();
	lexer.blanks();
	const at = lexer.position;
	const right = parseRightOperand(lexer) ?? parseNumber(lexer, at);
	lexer.leave();
	return right;
}

function parseNumber(lexer: Lexer, at: number): ValueExpr {
	if (!lexer.match(HEX_NUMBER) && !lexer.match(NUMBER)) lexer.fail(`expected a number value or ${OR_FIELD}`);
	return { type: "value", value: lexer.token, at };
}

function parseStringOrOperand(lexer: Lexer): Right {
	lexer.enter();
	lexer.blanks();
	const at = lexer.position;
	const right = parseRightOperand(lexer) ?? parseString(lexer, at);
	lexer.leave();
	return right;
}

function parseString(lexer: Lexer, at: number): ValueExpr {
	if (!lexer.quotedString() && !lexer.match(BARE_STRING)) lexer.fail(`expected a string value or ${OR_FIELD}`);
	return { type: "value", value: lexer.token, at };
}

function parseListOrOperand(lexer: Lexer): Right {
	lexer.enter();
	lexer.blanks();
	const right =
		parseList(lexer) ??
		parseRightOperand(lexer) ??
		parseListName(lexer) ??
		lexer.fail(`expected a list, an identifier, or ${OR_FIELD}`);
	lexer.leave();
	return right;
}

function parseModified(lexer: Lexer): ListExpr {
	lexer.enter();
	const right = parseList(lexer) ?? parseListName(lexer) ?? lexer.fail("expected a list or an identifier");
	lexer.leave();
	return right;
}

/** A name where a list could stand is a list of itself: names of real lists have been substituted by now. */
function parseListName(lexer: Lexer): ListExpr | undefined {
	const at = lexer.position;
	return lexer.match(IDENTIFIER) ? { type: "list", values: [lexer.token], at } : undefined;
}

function parseList(lexer: Lexer): ListExpr | undefined {
	const at = lexer.position;
	if (!lexer.take("(")) return undefined;
	const values: Bytes[] = [];
	const first = parseItem(lexer);
	if (first !== undefined) values.push(first);
	while (first !== undefined && lexer.take(",")) {
		values.push(parseItem(lexer) ?? lexer.fail("expected a string value"));
	}
	if (!lexer.take(")")) lexer.fail("expected a ')' token");
	return { type: "list", values, at };
}

/** A string with the blanks around it. */
function parseItem(lexer: Lexer): Bytes | undefined {
	lexer.enter();
	lexer.blanks();
	const item = lexer.quotedString() || lexer.match(BARE_STRING) ? lexer.token : undefined;
	lexer.blanks();
	lexer.leave();
	return item;
}
