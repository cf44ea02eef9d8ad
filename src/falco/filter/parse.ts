import type { Bytes } from "../bytes.ts";
import type { BinaryCheck, Expr, UnaryCheck } from "./ast.ts";
import { Lexer } from "./lexer.ts";
import { isWord, OPERATORS, type Operator } from "./operators.ts";
import { hintAtConnective, hintAtOperator } from "./parse-hint.ts";
import { parseOperand } from "./parse-operand.ts";
import { parseRightSide } from "./parse-right-side.ts";
import { IDENTIFIER, NOT } from "./tokens.ts";

/** How deep the rules of the grammar may nest; one pair of parentheses takes five (rule_loader_compiler.cpp). */
const DEPTH_LIMIT = 1000;

/** Operators as they are spelled, in the order in which they are tried. */
const SPELLINGS = (Object.keys(OPERATORS) as Operator[]).flatMap((operator) =>
	(operator === "=" ? ["==", "="] : [operator]).map((spelling) => ({ spelling, operator })),
);

const EXPECTED_OPERATOR = `expected a valid check operator: one of ${SPELLINGS.map(({ spelling }) => `'${spelling}'`).join(", ")}`;

/**
 * Condition text → tree, by Falco's grammar and with Falco's messages (libsinsp filter/parser.cpp). Lists must have
 * been substituted; macros become identifiers. Takes time proportional to the text.
 * @throws FilterError with the byte offset at which reading ended
 */
export function parseCondition(text: Bytes): Expr {
	const lexer = new Lexer(text, DEPTH_LIMIT);
	if (text === "") lexer.fail("filter input string is empty");
	const expr = parseOr(lexer);
	if (!lexer.atEnd()) {
		lexer.fail(`unexpected token after '${lexer.token}', expecting 'or', 'and'`, hintAtConnective(lexer));
	}
	return expr;
}

function parseOr(lexer: Lexer): Expr {
	return parseChain(lexer, "or", parseAnd);
}

function parseAnd(lexer: Lexer): Expr {
	return parseChain(lexer, "and", parseNot);
}

/** `x and y and z`. A parenthesis may touch the word; it then holds all of that operand. */
function parseChain(lexer: Lexer, type: "and" | "or", parseChild: (lexer: Lexer) => Expr): Expr {
	lexer.enter();
	lexer.blanks();
	const first = parseChild(lexer);
	const children = [first];
	lexer.blanks();
	while (lexer.take(type)) {
		if (lexer.blanks()) children.push(parseChild(lexer));
		else if (lexer.take("(")) children.push(parseGroup(lexer));
		else lexer.fail(`expected blank or '(' after '${type}'`);
		lexer.blanks();
	}
	lexer.leave();
	return children.length === 1 ? first : { type, children };
}

function parseNot(lexer: Lexer): Expr {
	lexer.enter();
	lexer.blanks();
	let negated = false;
	while (lexer.match(NOT)) negated = !negated;
	const glued = lexer.take("not(");
	const child = glued ? parseGroup(lexer) : parseCheck(lexer);
	lexer.leave();
	return negated === glued ? child : { type: "not", child };
}

/** What follows an opening parenthesis, up to the closing one. */
function parseGroup(lexer: Lexer): Expr {
	lexer.enter();
	const expr = parseOr(lexer);
	lexer.blanks();
	if (!lexer.take(")")) lexer.fail("expected a ')' token");
	lexer.leave();
	return expr;
}

function parseCheck(lexer: Lexer): Expr {
	lexer.enter();
	lexer.blanks();
	const expr = lexer.take("(") ? parseGroup(lexer) : (parseComparison(lexer) ?? parseIdentifier(lexer));
	lexer.leave();
	return expr;
}

function parseIdentifier(lexer: Lexer): Expr {
	const at = lexer.position;
	if (!lexer.match(IDENTIFIER)) lexer.fail("expected a '(' token, a field check, or an identifier");
	return { type: "identifier", name: lexer.token, at };
}

function parseComparison(lexer: Lexer): UnaryCheck | BinaryCheck | undefined {
	const at = lexer.position;
	const left = parseOperand(lexer);
	if (left === undefined) return undefined;
	lexer.enter();
	lexer.blanks();
	const operator = takeOperator(lexer) ?? lexer.fail(EXPECTED_OPERATOR, hintAtOperator(lexer));
	const check: UnaryCheck | BinaryCheck =
		operator === "exists"
			? { type: "unary_check", left, operator, at }
			: { type: "binary_check", left, operator, ...parseRightSide(lexer, operator), at };
	lexer.leave();
	return check;
}

/** An operator. Those that are words and take a string need a blank behind them, the others do not. */
function takeOperator(lexer: Lexer): Operator | undefined {
	const start = lexer.mark();
	const found = SPELLINGS.find(({ spelling }) => lexer.take(spelling));
	if (found === undefined) return undefined;
	const needsBlank = OPERATORS[found.operator].right === "string" && isWord(found.operator);
	if (needsBlank && !lexer.blanks()) {
		lexer.goBack(start);
		return undefined;
	}
	return found.operator;
}
