/** Why RE2 refuses a pattern, in its words. */
export class PosixRegexError extends Error {}

const MAX_CODE_POINT = 0x10ffff;

const ESCAPED_CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

const OCTAL = /[0-7]{1,3}/y;

/** A place in a pattern of RE2's POSIX syntax, which moves over characters and escapes (RE2's parse.cc). */
export class PosixRegexCursor {
	readonly source: string;
	at = 0;

	constructor(source: string) {
		this.source = source;
	}

	get atEnd(): boolean {
		return this.at >= this.source.length;
	}

	/** The code unit here; undefined at the end. */
	get next(): string | undefined {
		return this.source[this.at];
	}

	/** Moves over a character if it is the one here. */
	take(character: string): boolean {
		if (this.next !== character) return false;
		this.at++;
		return true;
	}

	readCodePoint(): number {
		const code = this.source.codePointAt(this.at) as number;
		this.at += code > 0xffff ? 2 : 1;
		return code;
	}

	/** `\` and what follows → a code point. Letters and digits have a meaning of their own or are refused. */
	readEscape(): number {
		const start = this.at++;
		if (this.atEnd) throw new PosixRegexError("trailing \\");
		const code = this.readCodePoint();
		const character = String.fromCodePoint(code);
		const control = ESCAPED_CONTROLS[character];
		if (control !== undefined) return control;
		if (character === "x") return this.#readHexadecimal(start);
		if (character >= "0" && character <= "7") return this.#readOctal(start);
		if (code < 0x80 && !/[0-9A-Za-z]/.test(character)) return code;
		throw this.#badEscape(start);
	}

	#readHexadecimal(start: number): number {
		if (this.take("{")) return this.#readBracedHexadecimal(start);
		for (let digits = 0; digits < 2; digits++) {
			if (this.atEnd) throw this.#badEscape(start);
			this.readCodePoint();
		}
		const digits = this.source.slice(start + 2, this.at);
		if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw this.#badEscape(start);
		return Number.parseInt(digits, 16);
	}

	/** Stops at the first character that cannot be right, which is where RE2's message ends. */
	#readBracedHexadecimal(start: number): number {
		for (let code = 0, digits = 0; !this.atEnd; digits++) {
			const character = String.fromCodePoint(this.readCodePoint());
			if (character === "}" && digits > 0) return code;
			if (!/^[0-9A-Fa-f]$/.test(character)) break;
			code = code * 16 + Number.parseInt(character, 16);
			if (code > MAX_CODE_POINT) break;
		}
		throw this.#badEscape(start);
	}

	/** `\0`, `\012`; a single digit other than 0 would be a back-reference. */
	#readOctal(start: number): number {
		OCTAL.lastIndex = start + 1;
		const digits = OCTAL.exec(this.source)?.[0] as string;
		if (digits.length === 1 && digits !== "0") throw this.#badEscape(start);
		this.at = start + 1 + digits.length;
		return Number.parseInt(digits, 8);
	}

	#badEscape(start: number): PosixRegexError {
		return new PosixRegexError(`invalid escape sequence: ${this.source.slice(start, this.at)}`);
	}
}
