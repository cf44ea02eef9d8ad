import { toBytes } from "../bytes.ts";
import type { Place } from "../diagnostic.ts";
import type { Context, RulesFile } from "./context.ts";
import { offsetInFile } from "./scalar-source.ts";
import type { YamlScalar } from "./yaml.ts";

/** A stretch of a text and where in the files it comes from. */
export interface Piece {
	readonly text: string;
	readonly origin: Origin;
}

/** Either a place in the text of a scalar, or any place of a file. */
export type Origin =
	| {
			readonly file: RulesFile;
			readonly scalar: YamlScalar;
			/** Where the piece begins in the scalar's text. */
			readonly index: number;
			/** Whether the piece is what the scalar says there, and does not just stand for it. */
			readonly verbatim: boolean;
	  }
	| { readonly file: RulesFile; readonly offset: number };

/**
 * The text of a condition or an output. It grows from several places: appends, exceptions and lists put text into it
 * before it is read, and a mistake should be shown where its author wrote it.
 */
export class SourceText {
	readonly pieces: readonly Piece[];
	#text: string | undefined;
	/** What was found last. Problems of a text come in order, and there may be thousands. */
	#lastPiece = { number: 0, start: 0 };
	#lastCharacter = { bytes: 0, characters: 0 };

	constructor(pieces: readonly Piece[]) {
		this.pieces = pieces;
	}

	/** The text of a scalar of the file. */
	static of(file: RulesFile, scalar: YamlScalar): SourceText {
		return new SourceText([{ text: scalar.text, origin: { file, scalar, index: 0, verbatim: true } }]);
	}

	/** Several texts, and strings of our own between them, in one; the strings are taken to stand at `context`. */
	static join(parts: readonly (SourceText | string)[], context: Context): SourceText {
		const origin = { file: context.file, offset: context.location.offset };
		return new SourceText(parts.flatMap((part) => (typeof part === "string" ? [{ text: part, origin }] : part.pieces)));
	}

	/** The text without the white space around it (C's `isspace`). */
	trimmed(): SourceText {
		const isSpace = (at: number) => " \t\n\r\f\v".includes(this.text.charAt(at));
		let start = 0;
		let end = this.text.length;
		while (start < end && isSpace(start)) start++;
		while (end > start && isSpace(end - 1)) end--;
		return this.#slice(start, end);
	}

	get text(): string {
		this.#text ??= this.pieces.map((piece) => piece.text).join("");
		return this.#text;
	}

	#slice(from: number, to: number): SourceText {
		const pieces: Piece[] = [];
		let start = 0;
		for (const { text, origin } of this.pieces) {
			const skipped = Math.max(0, from - start);
			const kept = text.slice(skipped, Math.max(skipped, to - start));
			if (kept !== "") pieces.push({ text: kept, origin: originAt(origin, skipped) });
			start += text.length;
		}
		return new SourceText(pieces);
	}

	/** Where the character at `index` stands in the files; the end of the text is where its last piece ends. */
	placeOf(index: number): Place | undefined {
		let { number, start } = index < this.#lastPiece.start ? { number: 0, start: 0 } : this.#lastPiece;
		for (let piece = this.pieces[number]; piece !== undefined; piece = this.pieces[++number]) {
			const end = start + piece.text.length;
			if (index < end || number === this.pieces.length - 1) {
				this.#lastPiece = { number, start };
				return placeIn(piece.origin, index - start);
			}
			start = end;
		}
		return undefined;
	}

	/** The offset of a byte of the text's UTF-8 form → the offset of its character. */
	characterAt(byteOffset: number): number {
		let { bytes, characters } =
			byteOffset < this.#lastCharacter.bytes ? { bytes: 0, characters: 0 } : this.#lastCharacter;
		while (bytes < byteOffset && characters < this.text.length) {
			const character = String.fromCodePoint(this.text.codePointAt(characters) as number);
			bytes += toBytes(character).length;
			characters += character.length;
		}
		this.#lastCharacter = { bytes, characters };
		return characters;
	}
}

/** The origin of what stands `length` characters behind the beginning of a piece. */
export function originAt(origin: Origin, length: number): Origin {
	return "scalar" in origin && origin.verbatim ? { ...origin, index: origin.index + length } : origin;
}

/** The origin of a text that stands for what is there. */
export function standingFor(origin: Origin): Origin {
	return "scalar" in origin && origin.verbatim ? { ...origin, verbatim: false } : origin;
}

function placeIn(origin: Origin, length: number): Place {
	const at = originAt(origin, length);
	const offset = "scalar" in at ? offsetInFile(at.file.text, at.scalar, at.index) : at.offset;
	return { file: at.file.name, offset };
}
