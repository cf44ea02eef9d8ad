import { hexadecimal, readClass } from "./posix-regex-class.ts";
import { PosixRegexCursor, PosixRegexError } from "./posix-regex-cursor.ts";

/**
 * The syntax of Falco's `regex` patterns: RE2 with its `POSIX` option (libsinsp sinsp_filtercheck.cpp, RE2's parse.cc).
 * It has none of Perl's additions, and repeats may be stacked. Its only job is to say what RE2 would say about a
 * pattern, and to write a good one in the syntax that re2js reads: with `(?:…)`, `\x{…}`, and nothing stacked.
 */
export type PosixRegex =
	/** `repeats` is how often its most repeated part may come, as far as the pattern counts. */
	{ readonly pattern: string; readonly repeats: number } | { readonly error: string };

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

/** The highest count in `{n,m}`, also of counts multiplied by those around them. */
const MAX_REPEAT = 1000;

/** RE2 takes a number of more digits, or with a zero in front, for plain text. */
const NUMBER = "(?:0|[1-9][0-9]{0,8})";
const COUNT = new RegExp(`\\{(${NUMBER})(,(${NUMBER})?)?\\}`, "y");

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

class PosixRegexReader {
	readonly #cursor: PosixRegexCursor;
	/** Groups around the one being read. */
	readonly #groups: Group[] = [];
	#group: Group = openGroup();

	constructor(source: string) {
		this.#cursor = new PosixRegexCursor(source);
	}

	read(): Piece {
		while (!this.#cursor.atEnd) this.#readToken();
		if (this.#groups.length > 0) throw new PosixRegexError(`missing ): ${this.#cursor.source}`);
		return closeGroup(this.#group);
	}

	#readToken(): void {
		const read = this.#tokens[this.#cursor.next as string];
		if (read !== undefined) read();
		else if (!this.#tryCount()) this.#push(literal(this.#cursor.readCodePoint()));
	}

	readonly #tokens: Readonly<Record<string, () => void>> = {
		"(": () => {
			this.#cursor.at++;
			this.#groups.push(this.#group);
			this.#group = openGroup();
		},
		")": () => {
			this.#cursor.at++;
			const closed = closeGroup(this.#group);
			const outer = this.#groups.pop();
			if (outer === undefined) throw new PosixRegexError(`unexpected ): ${this.#cursor.source}`);
			this.#group = outer;
			this.#group.pieces.push(closed);
		},
		"|": () => {
			this.#cursor.at++;
			endAlternative(this.#group);
		},
		"^": () => this.#pushSymbol("^"),
		$: () => this.#pushSymbol("$"),
		".": () => this.#pushSymbol("."),
		"[": () => this.#push(readClass(this.#cursor)),
		"\\": () => this.#push(literal(this.#cursor.readEscape())),
		"*": () => this.#repeat("*", 1),
		"+": () => this.#repeat("+", 1),
		"?": () => this.#repeat("?", 1),
	};

	#push(text: string): void {
		this.#group.pieces.push({ text, repeats: 1 });
	}

	/** In parentheses, because re2js repeats `^` and `$` only there. */
	#pushSymbol(symbol: string): void {
		this.#cursor.at++;
		this.#push(`(?:${symbol})`);
	}

	/** Repeats the last piece; `count` is how often at most, for the limit. */
	#repeat(operator: string, count: number): void {
		this.#cursor.at += operator.length;
		const piece = this.#group.pieces.pop();
		if (piece === undefined) throw new PosixRegexError(`no argument for repetition operator: ${operator}`);
		const repeats = piece.repeats * Math.max(count, 1);
		if (count >= 2 && repeats > MAX_REPEAT) throw new PosixRegexError(`invalid repetition size: ${operator}`);
		this.#group.pieces.push({ text: `(?:${piece.text}${operator})`, repeats });
	}

	/** `{n}`, `{n,}` or `{n,m}`; any other brace is a literal. */
	#tryCount(): boolean {
		COUNT.lastIndex = this.#cursor.at;
		const [operator, least = "", comma, most] = COUNT.exec(this.#cursor.source) ?? [];
		if (operator === undefined) return false;
		const min = Number(least);
		const max = comma === undefined ? min : most === undefined ? undefined : Number(most);
		if (min > MAX_REPEAT || (max !== undefined && (max < min || max > MAX_REPEAT))) {
			throw new PosixRegexError(`invalid repetition size: ${operator}`);
		}
		this.#repeat(operator, max ?? min);
		return true;
	}
}

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
