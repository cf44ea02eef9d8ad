/**
 * The syntax of Falco's `regex` patterns: RE2 with its `POSIX` option (libsinsp sinsp_filtercheck.cpp, RE2's parse.cc).
 * It has none of Perl's additions, and repeats may be stacked. Its only job is to say what RE2 would say about a
 * pattern, and to write a good one in the syntax that re2js reads: with `(?:…)`, `\x{…}`, and nothing stacked.
 */
export type PosixRegex =
	/** `repeats` is how often its most repeated part may come, as far as the pattern counts. */
	{ readonly pattern: string; readonly repeats: number } | { readonly error: string };

/** The highest count in `{n,m}`, also of counts multiplied by those around them. */
const MAX_REPEAT = 1000;
const MAX_CODE_POINT = 0x10ffff;

const CLASS_NAMES = new Set(
	["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper"]
		.concat("word", "xdigit")
		.flatMap((name) => [`[:${name}:]`, `[:^${name}:]`]),
);

const ESCAPED_CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** One repeatable piece of a pattern. */
interface Piece {
	readonly text: string;
	/** The product of the counts on the way to its most repeated part. */
	readonly repeats: number;
}

/** An open group: finished alternatives, and the pieces of the one being read. */
interface Group {
	readonly alternatives: string[];
	pieces: Piece[];
	repeats: number;
}

/** `source` is text, not bytes. The error is RE2's own, and quotes the pattern where RE2 does. */
export function readPosixRegex(source: string): PosixRegex {
	try {
		const { text, repeats } = new PosixRegexReader(source).read();
		return { pattern: text, repeats };
	} catch (error) {
		if (error instanceof PosixRegexError) return { error: error.message };
		throw error;
	}
}

class PosixRegexError extends Error {}

class PosixRegexReader {
	readonly #source: string;
	#at = 0;
	readonly #groups: Group[] = [];
	#group: Group = openGroup();

	constructor(source: string) {
		this.#source = source;
	}

	read(): Piece {
		while (this.#at < this.#source.length) this.#readToken();
		if (this.#groups.length > 0) throw new PosixRegexError(`missing ): ${this.#source}`);
		return closeGroup(this.#group);
	}

	#readToken(): void {
		const character = this.#source[this.#at] as string;
		const read = this.#tokens[character];
		if (read !== undefined) read();
		else if (character !== "{" || !this.#tryCount()) this.#push(literal(this.#takeCodePoint()));
	}

	readonly #tokens: Readonly<Record<string, () => void>> = {
		"(": () => {
			this.#at++;
			this.#groups.push(this.#group);
			this.#group = openGroup();
		},
		")": () => {
			this.#at++;
			const closed = closeGroup(this.#group);
			const outer = this.#groups.pop();
			if (outer === undefined) throw new PosixRegexError(`unexpected ): ${this.#source}`);
			this.#group = outer;
			this.#group.pieces.push(closed);
		},
		"|": () => {
			this.#at++;
			endAlternative(this.#group);
		},
		"^": () => this.#pushAssertion("^"),
		$: () => this.#pushAssertion("$"),
		".": () => {
			this.#at++;
			this.#push(".");
		},
		"[": () => this.#push(this.#readClass()),
		"\\": () => this.#push(literal(this.#readEscape())),
		"*": () => this.#repeat("*", 1),
		"+": () => this.#repeat("+", 1),
		"?": () => this.#repeat("?", 1),
	};

	#push(text: string): void {
		this.#group.pieces.push({ text, repeats: 1 });
	}

	/** `^` and `$` may be repeated like anything else, which re2js only takes in parentheses. */
	#pushAssertion(text: string): void {
		this.#at++;
		this.#push(`(?:${text})`);
	}

	/** Repeats the last piece; `count` is how often at most, for the limit. */
	#repeat(operator: string, count: number): void {
		this.#at += operator.length;
		const piece = this.#group.pieces.pop();
		if (piece === undefined) throw new PosixRegexError(`no argument for repetition operator: ${operator}`);
		const repeats = piece.repeats * Math.max(count, 1);
		if (count >= 2 && repeats > MAX_REPEAT) throw new PosixRegexError(`invalid repetition size: ${operator}`);
		this.#group.pieces.push({ text: `(?:${piece.text}${operator})`, repeats });
	}

	/** `{n}`, `{n,}` or `{n,m}`; any other brace is a literal. */
	#tryCount(): boolean {
		COUNT.lastIndex = this.#at;
		const [operator, least = "", comma, most] = COUNT.exec(this.#source) ?? [];
		if (operator === undefined) return false;
		const [min, max] = [Number(least), comma === undefined ? Number(least) : most ? Number(most) : undefined];
		if (min > MAX_REPEAT || (max !== undefined && (max < min || max > MAX_REPEAT))) {
			throw new PosixRegexError(`invalid repetition size: ${operator}`);
		}
		this.#repeat(operator, max ?? min);
		return true;
	}

	#takeCodePoint(): number {
		const code = this.#source.codePointAt(this.#at) as number;
		this.#at += code > 0xffff ? 2 : 1;
		return code;
	}

	/** `\` and what follows → a code point. Letters and digits have a meaning of their own or are refused. */
	#readEscape(): number {
		const start = this.#at++;
		if (this.#at === this.#source.length) throw new PosixRegexError("trailing \\");
		const code = this.#takeCodePoint();
		const character = String.fromCodePoint(code);
		const control = ESCAPED_CONTROLS[character];
		if (control !== undefined) return control;
		if (character === "x") return this.#readHexadecimal(start);
		if (character >= "0" && character <= "7") return this.#readOctal(start);
		if (code < 0x80 && !/[0-9A-Za-z]/.test(character)) return code;
		throw this.#badEscape(start);
	}

	#readHexadecimal(start: number): number {
		if (this.#at === this.#source.length) throw this.#badEscape(start);
		if (this.#source[this.#at] === "{") return this.#readBracedHexadecimal(start);
		this.#takeCodePoint();
		if (this.#at === this.#source.length) throw this.#badEscape(start);
		this.#takeCodePoint();
		const digits = this.#source.slice(start + 2, this.#at);
		if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw this.#badEscape(start);
		return Number.parseInt(digits, 16);
	}

	/** Stops at the first character that cannot be right, which is where RE2's message ends. */
	#readBracedHexadecimal(start: number): number {
		this.#at++;
		for (let code = 0, digits = 0; this.#at < this.#source.length; digits++) {
			const character = String.fromCodePoint(this.#takeCodePoint());
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
		const digits = OCTAL.exec(this.#source)?.[0] as string;
		if (digits.length === 1 && digits !== "0") throw this.#badEscape(start);
		this.#at = start + 1 + digits.length;
		return Number.parseInt(digits, 8);
	}

	#badEscape(start: number): PosixRegexError {
		return new PosixRegexError(`invalid escape sequence: ${this.#source.slice(start, this.#at)}`);
	}

	/** `[…]` → the same class with every character written as `\x{…}`. */
	#readClass(): string {
		const start = this.#at++;
		let text = "[";
		if (this.#source[this.#at] === "^") {
			this.#at++;
			text += "^";
		}
		for (let first = true; this.#at < this.#source.length; first = false) {
			const character = this.#source[this.#at];
			if (character === "]" && !first) {
				this.#at++;
				return `${text}]`;
			}
			if (character === "-" && !first) this.#refuseInnerHyphen();
			text += this.#tryClassName() ?? this.#readRange(start);
		}
		throw this.#missingBracket(start);
	}

	#missingBracket(start: number): PosixRegexError {
		return new PosixRegexError(`missing ]: ${this.#source.slice(start)}`);
	}

	/** An unescaped hyphen stands first or last in a class, or between the ends of a range. */
	#refuseInnerHyphen(): void {
		const next = this.#source.codePointAt(this.#at + 1);
		if (next === undefined || next === 0x5d) return;
		throw new PosixRegexError(`invalid character class range: -${String.fromCodePoint(next)}`);
	}

	#tryClassName(): string | undefined {
		if (!this.#source.startsWith("[:", this.#at)) return undefined;
		const end = this.#source.indexOf(":]", this.#at + 2);
		if (end === -1) return undefined;
		const name = this.#source.slice(this.#at, end + 2);
		if (!CLASS_NAMES.has(name)) throw new PosixRegexError(`invalid character class range: ${name}`);
		this.#at = end + 2;
		return name;
	}

	#readRange(classStart: number): string {
		const start = this.#at;
		const low = this.#readClassCharacter(classStart);
		const next = this.#source[this.#at + 1];
		if (this.#source[this.#at] !== "-" || next === undefined || next === "]") return hexadecimal(low);
		this.#at++;
		const high = this.#readClassCharacter(classStart);
		if (high < low) {
			throw new PosixRegexError(`invalid character class range: ${this.#source.slice(start, this.#at)}`);
		}
		return `${hexadecimal(low)}-${hexadecimal(high)}`;
	}

	#readClassCharacter(classStart: number): number {
		if (this.#at === this.#source.length) throw this.#missingBracket(classStart);
		return this.#source[this.#at] === "\\" ? this.#readEscape() : this.#takeCodePoint();
	}
}

const NUMBER = "(?:0|[1-9][0-9]{0,8})";
const COUNT = new RegExp(`\\{(${NUMBER})(,(${NUMBER})?)?\\}`, "y");
const OCTAL = /[0-7]{1,3}/y;

function openGroup(): Group {
	return { alternatives: [], pieces: [], repeats: 1 };
}

function endAlternative(group: Group): void {
	group.alternatives.push(group.pieces.map((piece) => piece.text).join(""));
	for (const piece of group.pieces) group.repeats = Math.max(group.repeats, piece.repeats);
	group.pieces = [];
}

function closeGroup(group: Group): Piece {
	endAlternative(group);
	return { text: `(?:${group.alternatives.join("|")})`, repeats: group.repeats };
}

function literal(code: number): string {
	const character = String.fromCodePoint(code);
	return /^[0-9A-Za-z]$/.test(character) ? character : hexadecimal(code);
}

function hexadecimal(code: number): string {
	return `\\x{${code.toString(16)}}`;
}
