/** A JSON object of a text, or what stands where one should; and the line it begins in, from 1. */
export interface JsonElement {
	readonly line: number;
	readonly text: string;
}

/** Longest element, in UTF-16 code units. Okta's events have some thousand; what is longer is no export of events. */
export const ELEMENT_MAX = 16_000_000;

/** A brace or a quote is missing: what follows cannot be told apart any more. */
export class UnendingElement extends Error {
	override readonly name = "UnendingElement";
}

/**
 * Takes a text apart that holds objects: one after the other, or in arrays, as many and as deep as may be. Brackets and
 * quotes are all it looks at; whether an element is JSON is for JSON.parse to say, so that one bad element does not take
 * the others with it. The whole text is never in memory.
 */
export class JsonElements {
	#line = 1;
	/** The element that has begun: its text up to this piece, its line, how many brackets are open in it. */
	#begun: { text: string; line: number; depth: number } | undefined;
	#inString = false;
	#escaped = false;

	/** Takes the next piece of the text and gives the elements that end in it. @throws UnendingElement */
	*take(piece: string): Generator<JsonElement> {
		let start = 0;
		for (let at = 0; at < piece.length; at++) {
			const character = piece.charCodeAt(at);
			if (character === NEWLINE) this.#line++;
			if (this.#begun === undefined) {
				if (SEPARATORS.has(character)) continue;
				start = at;
				this.#begun = { text: "", line: this.#line, depth: 0 };
			}
			const ends = this.#step(character);
			if (ends === undefined) continue;
			const { text, line } = this.#begun;
			this.#begun = undefined;
			yield { line, text: text + piece.slice(start, ends === "after" ? at + 1 : at) };
		}
		if (this.#begun === undefined) return;
		this.#begun.text += piece.slice(start);
		const { text, line } = this.#begun;
		if (text.length > ELEMENT_MAX) throw new UnendingElement(`${line}: begins an event that does not end`);
	}

	/** What is left when the text is over: an element that is not whole. */
	*end(): Generator<JsonElement> {
		if (this.#begun === undefined) return;
		const { text, line } = this.#begun;
		this.#begun = undefined;
		yield { line, text };
	}

	/** Whether the element ends before or after this character. */
	#step(character: number): "before" | "after" | undefined {
		const begun = this.#begun;
		if (begun === undefined) return undefined;
		if (this.#inString) {
			if (this.#escaped) this.#escaped = false;
			else if (character === BACKSLASH) this.#escaped = true;
			else if (character === QUOTE) this.#inString = false;
			return undefined;
		}
		if (begun.depth === 0 && SEPARATORS.has(character)) return "before";
		if (character === QUOTE) this.#inString = true;
		else if (character === OPEN_BRACE || character === OPEN_BRACKET) begun.depth++;
		else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
			begun.depth--;
			if (begun.depth <= 0) return "after";
		}
		return undefined;
	}
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What may stand between elements: blanks, commas, the brackets of arrays, a byte order mark. */
const SEPARATORS = new Set([0x20, 0x09, 0x0d, NEWLINE, 0x2c, OPEN_BRACKET, CLOSE_BRACKET, 0xfeff]);
