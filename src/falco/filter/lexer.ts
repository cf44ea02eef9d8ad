import { type Bytes, toText } from "../bytes.ts";
import { FilterError } from "./filter-error.ts";
import { BLANKS } from "./tokens.ts";
import { unescapeString } from "./unescape.ts";

/** A place in the text that the lexer can go back to. */
export interface Mark {
	readonly position: number;
	readonly token: Bytes;
}

/**
 * A cursor over a text, one token at a time. Every reading method returns whether it found what it was asked for;
 * what it found is then in `token`, and the cursor behind it.
 */
export class Lexer {
	readonly #text: Bytes;
	readonly #depthLimit: number;
	#depth = 0;
	/** Byte offset of what is read next. */
	position: number;
	/** The last token read, blanks excepted: strings without their quotes and escapes. */
	token: Bytes = "";

	/** `depthLimit`: how deep the grammar's rules may nest before `enter` refuses. */
	constructor(text: Bytes, depthLimit: number, position = 0) {
		this.#text = text;
		this.#depthLimit = depthLimit;
		this.position = position;
	}

	atEnd(): boolean {
		return this.position === this.#text.length;
	}

	/** Ends the reading here, for the reason given and with a hint at what may have been meant. */
	fail(reason: Bytes, hint?: string): never {
		throw new FilterError(toText(reason), this.position, hint);
	}

	/** To be called by every rule of the grammar, with `leave` at its end; each counts as one level of depth. */
	enter(): void {
		this.#depth++;
		if (this.#depth >= this.#depthLimit) this.fail(`exceeded max depth limit of ${this.#depthLimit}`);
	}

	leave(): void {
		this.#depth--;
	}

	mark(): Mark {
		return { position: this.position, token: this.token };
	}

	goBack(mark: Mark): void {
		this.position = mark.position;
		this.token = mark.token;
	}

	blanks(): boolean {
		return this.#skip(BLANKS);
	}

	/** Whether the pattern stands here; nothing is read. The pattern must be sticky, as in the next method. */
	sees(pattern: RegExp): boolean {
		pattern.lastIndex = this.position;
		return pattern.test(this.#text);
	}

	/** The text that the pattern matches here; nothing is read. */
	peek(pattern: RegExp): Bytes | undefined {
		return this.sees(pattern) ? this.#text.slice(this.position, pattern.lastIndex) : undefined;
	}

	match(pattern: RegExp): boolean {
		const start = this.position;
		if (!this.#skip(pattern)) return false;
		this.token = this.#text.slice(start, this.position);
		return true;
	}

	#skip(pattern: RegExp): boolean {
		if (!this.sees(pattern)) return false;
		this.position = pattern.lastIndex;
		return true;
	}

	take(word: string): boolean {
		if (!this.#text.startsWith(word, this.position)) return false;
		this.token = word;
		this.position += word.length;
		return true;
	}

	/**
	 * A string in quotes of either kind. It ends at the next quote of its kind without a backslash right before it,
	 * even where that backslash is itself escaped; a string that does not end, or has a NUL byte in it, is none.
	 */
	quotedString(): boolean {
		const delimiter = this.#text.charAt(this.position);
		if (delimiter !== '"' && delimiter !== "'") return false;
		const start = this.position + 1;
		let end = this.#text.indexOf(delimiter, start);
		while (end > start && this.#text.charAt(end - 1) === "\\") end = this.#text.indexOf(delimiter, end + 1);
		if (end === -1) return false;
		const raw = this.#text.slice(start, end);
		if (raw.includes("\0")) return false;
		this.position = end + 1;
		const unescaped = unescapeString(raw, delimiter);
		if ("error" in unescaped) return this.fail(unescaped.error);
		this.token = unescaped.value;
		return true;
	}
}
