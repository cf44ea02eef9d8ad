/**
 * The regular tokens of conditions and outputs (libsinsp filter/parser.cpp) as patterns over byte strings. All are
 * sticky and none can backtrack over its own text, so that reading stays linear whatever the text.
 */

/** White space in the sense of C's `isspace`, which is what tokens exclude. */
const SPACE = " \\t\\n\\v\\f\\r";
const NAME = "[a-zA-Z][a-zA-Z0-9_]*";

const sticky = (pattern: string) => new RegExp(pattern, "y");
const allExcept = (characters: string) => sticky(`[^${characters}${SPACE}]+`);

/** Blanks between tokens: `\b` is one of them, `\v` and `\f` are not. */
export const BLANKS = /[ \t\b\r\n]+/y;
export const IDENTIFIER = sticky(NAME);
export const FIELD_NAME = sticky(`${NAME}(?:\\.${NAME})+`);
/** What may stand unquoted between the brackets of a field. */
export const BARE_ARGUMENT = allExcept("\\[\\]\"'");
/** A string without quotes. */
export const BARE_STRING = allExcept("()\"'=,");
export const HEX_NUMBER = /0[xX][0-9a-fA-F]+/y;
export const NUMBER = /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y;
/** `not` with the space that makes it a word of its own. */
export const NOT = sticky(`not[${SPACE}]+`);
/** `and`, `or` or `not` where a list could be meant: the word may go on with `_`, but not with a letter or a digit. */
export const BOOLEAN_KEYWORD = /(?:and|or|not)(?![a-zA-Z0-9])/y;

/** Whether the whole text is one token of that kind. */
export function isWhole(token: RegExp, text: string): boolean {
	token.lastIndex = 0;
	return token.test(text) && token.lastIndex === text.length;
}
