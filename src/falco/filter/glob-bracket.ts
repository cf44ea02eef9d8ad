import type { Bytes } from "../bytes.ts";

/**
 * A bracket expression of a glob, read as glibc reads it in the C locale (posix/fnmatch_loop.c): for each byte of a
 * value the place where the pattern goes on, or NO_MATCH. `at` is the place after the opening bracket, `fold` what
 * becomes of a byte before it is compared.
 *
 * glibc tries the members in turn and, once one fits, skips to the closing bracket by other rules than those it reads
 * by. On a malformed expression the two disagree, which is why the answer is a place for each byte, not a set of bytes.
 */
export function compileBracket(pattern: Bytes, at: number, fold: (byte: number) => number): Int32Array {
	const negated = pattern[at] === "!" || pattern[at] === "^";
	const { members, end } = new BracketReader(pattern, negated ? at + 1 : at, fold).read();
	return Int32Array.from({ length: 256 }, (_, byte) => {
		const member = members.find(({ matches }) => matches(byte));
		const rest = member === undefined ? end : skipToEnd(pattern, member.after);
		if (rest === "malformed") return NO_MATCH;
		if (rest === "unterminated") return byte === OPEN ? at : NO_MATCH;
		return negated === (member === undefined) ? rest : NO_MATCH;
	});
}

export const NO_MATCH = -1;

const OPEN = "[".charCodeAt(0);

/** Bytes of the classes of the C locale, as members of a JavaScript character class. */
const CLASSES: Readonly<Record<string, RegExp>> = {
	alnum: /[0-9A-Za-z]/,
	alpha: /[A-Za-z]/,
	blank: /[ \t]/,
	// biome-ignore lint/suspicious/noControlCharactersInRegex: it is the class of control characters
	cntrl: /[\x00-\x1f\x7f]/,
	digit: /[0-9]/,
	graph: /[!-~]/,
	lower: /[a-z]/,
	print: /[ -~]/,
	punct: /[!-/:-@[-`{-~]/,
	space: /[ \t-\r]/,
	upper: /[A-Z]/,
	xdigit: /[0-9A-Fa-f]/,
};

interface Member {
	readonly matches: (byte: number) => boolean;
	/** Where the rest of the expression begins. */
	readonly after: number;
}

/** The place after the closing bracket. An unterminated expression is a literal bracket, a malformed one nothing. */
type End = number | "unterminated" | "malformed";

interface Bracket {
	readonly members: readonly Member[];
	readonly end: End;
}

class Malformed extends Error {}

class BracketReader {
	readonly #pattern: Bytes;
	readonly #fold: (byte: number) => number;
	readonly #members: Member[] = [];
	#at: number;

	constructor(pattern: Bytes, at: number, fold: (byte: number) => number) {
		this.#pattern = pattern;
		this.#at = at;
		this.#fold = fold;
	}

	read(): Bracket {
		try {
			do {
				if (this.#at >= this.#pattern.length) return { members: this.#members, end: "unterminated" };
				this.#readMember();
			} while (this.#pattern[this.#at] !== "]");
			return { members: this.#members, end: this.#at + 1 };
		} catch (error) {
			if (error instanceof Malformed) return { members: this.#members, end: "malformed" };
			throw error;
		}
	}

	#readMember(): void {
		const two = this.#pattern.slice(this.#at, this.#at + 2);
		if (two === "[:" && this.#tryClass()) return;
		if (two === "[=" && this.#tryEquivalence()) return;
		if (two === "[.") this.#readRange(this.#readSymbol(), true);
		else this.#readRange(this.#fold(this.#readByte()), false);
	}

	#add(matches: (byte: number) => boolean): void {
		this.#members.push({ matches, after: this.#at });
	}

	/** A byte, or an escaped one. */
	#readByte(): number {
		if (this.#pattern[this.#at] === "\\") this.#at++;
		if (this.#at >= this.#pattern.length) throw new Malformed();
		return this.#pattern.charCodeAt(this.#at++);
	}

	/** `[:alpha:]`. What cannot be a class name makes the bracket an ordinary member; an unknown name is malformed. */
	#tryClass(): boolean {
		CLASS_NAME.lastIndex = this.#at;
		const name = CLASS_NAME.exec(this.#pattern)?.[1];
		if (name === undefined) return false;
		const members = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
		if (members === undefined) throw new Malformed();
		this.#at += name.length + 4;
		this.#add((byte) => members.test(String.fromCharCode(byte)));
		return true;
	}

	/** `[=a=]`: in the C locale a byte is equivalent to itself only. Letter case is not folded here. */
	#tryEquivalence(): boolean {
		if (this.#pattern.slice(this.#at + 3, this.#at + 5) !== "=]") return false;
		const equivalent = this.#pattern.charCodeAt(this.#at + 2);
		this.#at += 5;
		this.#add((byte) => byte === equivalent);
		return true;
	}

	/** `[.a.]`: in the C locale a collating symbol is one byte. Letter case is not folded here. */
	#readSymbol(): number {
		const end = this.#pattern.indexOf(".]", this.#at + 2);
		if (end !== this.#at + 3) throw new Malformed();
		this.#at = end + 2;
		return this.#pattern.charCodeAt(end - 1);
	}

	/** A single byte or, when a hyphen and another follow, a range. A hyphen before the closing bracket is a member. */
	#readRange(low: number, isSymbol: boolean): void {
		const next = this.#pattern[this.#at + 1];
		const hyphen = this.#pattern[this.#at] === "-";
		const isRange = hyphen && next !== undefined && (isSymbol || next !== "]");
		if (!isRange) this.#add((byte) => (isSymbol ? byte : this.#fold(byte)) === low);
		if (!hyphen || next === "]") return;
		this.#at++;
		const isSymbolEnd = this.#pattern.startsWith("[.", this.#at);
		const high = isSymbolEnd ? this.#readSymbol() : this.#fold(this.#readByte());
		this.#add((byte) => low <= this.#fold(byte) && this.#fold(byte) <= high);
	}
}

/** glibc takes no `z` for a letter of a class name. */
const CLASS_NAME = /\[:([a-y]*):\]/y;

/** How glibc finds the end of an expression of which a member has matched. */
function skipToEnd(pattern: Bytes, start: number): End {
	for (let at = start; at < pattern.length; at = SKIPPED.lastIndex) {
		if (pattern[at] === "]") return at + 1;
		SKIPPED.lastIndex = at;
		if (!SKIPPED.test(pattern)) return "malformed";
	}
	return "unterminated";
}

/** An escaped byte, a class, an equivalence, a symbol, any other byte. */
const SKIPPED = /\\.|\[:[a-y]*:\]|\[=.=\]|\[\..*?\.\]|\[(?![.=])|[^\\[]/sy;
