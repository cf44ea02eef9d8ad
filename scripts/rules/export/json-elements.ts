import { isOpenBrace, isQuote, Nesting, Place, SEPARATORS } from "./json-characters.ts";

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

/** An element that has begun. */
interface Begun {
	/** Its text up to here. */
	readonly text: string;
	readonly line: number;
	/** Blanks before the first character of that line. */
	readonly indentation: number;
	readonly nesting: Nesting;
	/** Whether a member of it begins a line and is indented no more: then what begins a line tells nothing. */
	isFlat: boolean;
}

/**
 * Takes a text apart that holds objects: one after the other, or in arrays, as many and as deep as may be. Brackets and
 * quotes are all it looks at; whether an element is JSON is for JSON.parse to say, so that one bad element does not take
 * the others with it: `retreat` where it is none. The whole text is never in memory.
 */
export class JsonElements {
	readonly #place = new Place();
	#begun: Begun | undefined;
	/** The element that was given last. */
	#given: Begun | undefined;
	/** What of it is to be taken apart once more. */
	#again: string | undefined;

	/** Takes the next piece of the text and gives the elements that end in it. @throws UnendingElement */
	*take(piece: string): Generator<JsonElement> {
		let rest: string | undefined = piece;
		while (rest !== undefined) rest = yield* this.#scan(rest);
	}

	/** What is left when the text is over: an element that is not whole. */
	*end(): Generator<JsonElement> {
		while (this.#begun !== undefined) {
			const again: string | undefined = yield* this.#give(this.#begun, "");
			if (again !== undefined) yield* this.take(again);
		}
	}

	/**
	 * Goes back in the element that was given last, which is no JSON: a bracket or a quote may be missing in it, so that it
	 * has swallowed others. Where a line of it may begin one, it is taken apart again from there on.
	 */
	retreat(): void {
		if (this.#given !== undefined) this.#again = this.#swallowedBy(this.#given);
	}

	/** What an element has swallowed, now to be taken as it stands; undefined where that is nothing. */
	#swallowedBy(broken: Begun): string | undefined {
		const next = nextBeginning(broken);
		if (next === undefined) return undefined;
		this.#place.goTo(broken.line + next.lines, next.indentation);
		return broken.text.slice(next.at);
	}

	/** Gives the elements that end in a piece, or what is to be taken instead of the rest of it. */
	*#scan(piece: string): Generator<JsonElement, string | undefined> {
		/** Where in the piece the element goes on. */
		let start = 0;
		for (let at = 0; at < piece.length; at++) {
			const character = piece.charCodeAt(at);
			this.#place.pass(character);
			if (this.#begun === undefined) {
				if (SEPARATORS.has(character)) continue;
				start = at;
				const { line, indentation } = this.#place;
				this.#begun = { text: "", line, indentation, nesting: new Nesting(), isFlat: false };
			}
			const ends = this.#begun.nesting.step(character);
			if (this.#mayBeginAnother(this.#begun, character) && this.#begun.nesting.isBroken) {
				const again = yield* this.#give(this.#begun, piece.slice(start, at));
				return (again ?? "") + piece.slice(at);
			}
			if (ends === undefined) continue;
			const end = ends === "after" ? at + 1 : at;
			const again = yield* this.#give(this.#begun, piece.slice(start, end));
			if (again !== undefined) return again + piece.slice(end);
		}
		if (this.#begun === undefined) return undefined;
		this.#begun = { ...this.#begun, text: this.#begun.text + piece.slice(start) };
		return this.#begun.text.length > ELEMENT_MAX ? yield* this.#giveUp(this.#begun) : undefined;
	}

	/** Whether a character of an element begins another one, if the element is broken: as `nextBeginning` finds it. */
	#mayBeginAnother(begun: Begun, character: number): boolean {
		const { isFirst, line, indentation } = this.#place;
		if (!isFirst || line === begun.line || indentation > begun.indentation) return false;
		if (isQuote(character)) begun.isFlat = true;
		return isOpenBrace(character) && !begun.isFlat;
	}

	/** Gives an element that ends; what is to be taken again if it was no JSON. */
	*#give(begun: Begun, ending: string): Generator<JsonElement, string | undefined> {
		const given = { ...begun, text: begun.text + ending };
		this.#given = given;
		this.#begun = undefined;
		yield given;
		const again = this.#again;
		this.#again = undefined;
		return again;
	}

	/** Gives an element that does not end, up to where another may begin; what is to be taken again. @throws UnendingElement */
	*#giveUp(begun: Begun): Generator<JsonElement, string> {
		const again = this.#swallowedBy(begun);
		if (again === undefined) throw new UnendingElement(`${begun.line}: begins an event that does not end`);
		this.#given = undefined;
		this.#begun = undefined;
		yield { line: begun.line, text: begun.text.slice(0, -again.length) };
		return again;
	}
}

/** A place in an element's text, where another may begin. */
interface Beginning {
	readonly at: number;
	/** Blanks before the first character of its line. */
	readonly indentation: number;
	/** How many lines lie before it. */
	readonly lines: number;
}

/**
 * Where in a broken element another may begin: at a brace that begins a line, if that is indented no more than the element
 * itself. Objects within it are indented more; where nothing is, members that begin a line say so.
 */
function nextBeginning({ text, indentation }: Begun): Beginning | undefined {
	let lines = 0;
	for (const { 0: matched, 1: blanks = "", 2: first, index } of text.matchAll(LINE_BEGINNING)) {
		lines++;
		if (blanks.length > indentation) continue;
		if (first === "{") return { at: index + matched.length - 1, indentation: blanks.length, lines };
		if (first === '"') return undefined;
	}
	return undefined;
}

/** A line's blanks, the brackets and commas between elements, and the first character behind them. */
const LINE_BEGINNING = /\n([ \t]*)(?:[[\]},][[\]}, \t]*)?([{"]?)/g;
