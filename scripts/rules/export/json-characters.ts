/** Characters of a JSON text by their UTF-16 code units, and what following them tells. */

const NEWLINE = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What may stand between elements: blanks, commas, the brackets of arrays, a byte order mark. */
export const SEPARATORS: ReadonlySet<number> = new Set([
	SPACE,
	TAB,
	0x0d,
	NEWLINE,
	0x2c,
	OPEN_BRACKET,
	CLOSE_BRACKET,
	0xfeff,
]);

/** Where in a text a character stands. */
export class Place {
	/** From 1. */
	line = 1;
	/** Blanks at the beginning of the line. */
	indentation = 0;
	/** Whether there may be more of them. */
	#isIndented = true;

	/** Goes on to a character. */
	pass(character: number): void {
		if (character === NEWLINE) {
			this.line++;
			this.indentation = 0;
			this.#isIndented = true;
		} else if (this.#isIndented) {
			if (character === SPACE || character === TAB) this.indentation++;
			else this.#isIndented = false;
		}
	}

	/** Goes to the first character of a line, behind its blanks. */
	goTo(line: number, indentation: number): void {
		this.line = line;
		this.indentation = indentation;
		this.#isIndented = false;
	}
}

/** The brackets and quotes that are open in an element. */
export class Nesting {
	#depth = 0;
	#inString = false;
	#escaped = false;

	/** Whether the element ends before or after this character of it. */
	step(character: number): "before" | "after" | undefined {
		if (this.#inString) {
			if (this.#escaped) this.#escaped = false;
			else if (character === BACKSLASH) this.#escaped = true;
			else if (character === QUOTE) this.#inString = false;
			return undefined;
		}
		if (this.#depth === 0 && SEPARATORS.has(character)) return "before";
		if (character === QUOTE) this.#inString = true;
		else if (character === OPEN_BRACE || character === OPEN_BRACKET) this.#depth++;
		else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
			this.#depth--;
			if (this.#depth <= 0) return "after";
		}
		return undefined;
	}
}
