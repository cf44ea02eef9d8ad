import { suggest } from "../suggest.ts";
import type { Lexer } from "./lexer.ts";
import { OPERATORS } from "./operators.ts";
import { TRANSFORMER_NAMES } from "./transformers.ts";

const WORD = /[a-zA-Z_]+|&&|\|\|/y;
const OPENING = /\s*\(/y;

/** How other languages, or a held shift key, write the words that join checks. */
const CONNECTIVES: ReadonlyMap<string, string> = new Map([
	["&&", "and"],
	["||", "or"],
	["AND", "and"],
	["OR", "or"],
	["NOT", "not"],
]);

/** What may have been meant where a check has ended and no `and` or `or` follows. */
export function hintAtConnective(lexer: Lexer): string | undefined {
	const next = lexer.peek(WORD) ?? "";
	const connective = CONNECTIVES.get(next) ?? CONNECTIVES.get(lexer.token);
	const meant = connective ?? (lexer.sees(OPENING) ? suggest(lexer.token, TRANSFORMER_NAMES) : undefined);
	return meant && `did you mean ${meant}?`;
}

/** What may have been meant where an operator must stand. */
export function hintAtOperator(lexer: Lexer): string | undefined {
	const word = lexer.peek(WORD) ?? "";
	if (word === "not") return "not stands before the field: not x in (…)";
	const meant = suggest(word, Object.keys(OPERATORS));
	return meant && (meant === word ? `${word} needs a blank behind it` : `did you mean ${meant}?`);
}
