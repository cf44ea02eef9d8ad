/** What the characters of a JSON text tell, one after the other: where they stand, and what is open. For json-elements.ts. */

const NEWLINE = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const CARRIAGE_RETURN = 0x0d;

/** What may stand between elements: blanks, commas, the brackets of arrays, a byte order mark. */
export const SEPARATORS: ReadonlySet<number> = new Set([
	SPACE,
	TAB,
	CARRIAGE_RETURN,
	NEWLINE,
	COMMA,
	OPEN_BRACKET,
	CLOSE_BRACKET,
	0xfeff,
]);

/** What may stand in a line before the element that begins in it. */
const LEADING: ReadonlySet<number> = new Set([...SEPARATORS, CLOSE_BRACE]);

export const isQuote = (character: number) => character === QUOTE;
export const isOpenBrace = (character: number) => character === OPEN_BRACE;

/** Where in a text a character stands. */
export class Place {
	/** From 1. */
	line = 1;
	/** Blanks at the beginning of the line. */
	indentation = 0;
	/** Whether there may be more of them. */
	#isIndented = true;
	/** Whether the character is the first of its line, but for blanks, commas and brackets of what ends before. */
	isFirst = false;
	#isLeading = true;

	/** Goes on to a character. */
	pass(character: number): void {
		if (character === NEWLINE) {
			this.line++;
			this.indentation = 0;
			this.#isIndented = true;
			this.#isLeading = true;
		}
		this.isFirst = this.#isLeading && !LEADING.has(character);
		if (this.isFirst) this.#isLeading = false;
		if (!this.#isIndented || character === NEWLINE) return;
		if (character === SPACE || character === TAB) this.indentation++;
		else this.#isIndented = false;
	}

	/** Goes to the first character of a line, behind its blanks. */
	goTo(line: number, indentation: number): void {
		this.line = line;
		this.indentation = indentation;
		this.#isIndented = false;
		this.#isLeading = false;
	}
}

/** The brackets and quotes that are open in an element. */
export class Nesting {
	/** The outermost first. */
	readonly #open: number[] = [];
	/** The last character outside of strings that is no blank. */
	#before = 0;
	#inString = false;
	#escaped = false;
	/** Whether it is no JSON, whatever may follow. */
	isBroken = false;

	/** Whether the element ends before or after this character of it. */
	step(character: number): "before" | "after" | undefined {
		if (this.#inString) {
			if (character !== NEWLINE) {
				this.#stepInString(character);
				return undefined;
			}
			// No string of JSON goes on in another line: a quote is missing.
			this.#inString = false;
			this.isBroken = true;
		}
		if (this.#open.length === 0 && SEPARATORS.has(character)) return "before";
		// The blanks of JSON; other characters of these codes are none.
		if (character <= SPACE) return undefined;
		if (character === QUOTE) {
			this.#inString = true;
			this.#escaped = false;
		}
		const ends = this.#stepBrackets(character);
		this.#before = character;
		return ends ? "after" : undefined;
	}

	#stepInString(character: number): void {
		if (this.#escaped) this.#escaped = false;
		else if (character === BACKSLASH) this.#escaped = true;
		else if (character === QUOTE) this.#inString = false;
	}

	/** Whether the outermost bracket is closed. */
	#stepBrackets(character: number): boolean {
		if (character === OPEN_BRACE || character === OPEN_BRACKET) {
			if (this.#open.length > 0 && !this.#mayHoldValue()) this.isBroken = true;
			this.#open.push(character);
		} else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
			if (this.#open.pop() !== (character === CLOSE_BRACE ? OPEN_BRACE : OPEN_BRACKET)) this.isBroken = true;
			return this.#open.length === 0;
		}
		return false;
	}

	/** Whether a value may stand here: behind a member's name, or in an array. */
	#mayHoldValue(): boolean {
		if (this.#before === COLON) return true;
		return this.#open.at(-1) === OPEN_BRACKET && (this.#before === COMMA || this.#before === OPEN_BRACKET);
	}
}
