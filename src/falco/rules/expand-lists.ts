import { type Budget, LIMITS } from "./limits.ts";
import { type Origin, originAt, type Piece, SourceText, standingFor } from "./source-text.ts";

/** A list as conditions see it: its items are final, and stand as text for its name. */
export interface ResolvedList {
	readonly name: string;
	/** Its place among the lists, in the order of their first definition. */
	readonly position: number;
	/** The items as they are put into a condition. */
	readonly replacement: string;
}

/** What a replacement takes off the budget, in characters: it costs more than going through its text. */
const REPLACEMENT = 32;
const BLANK = /[ \t\n\r]/;
const DELIMITER = /[ \t\n\r(),=]/;
const WORDS = /[^ \t\n\r(),=]+/g;
const LEADING_BLANKS = /[ \t\n\r]*/y;

/** Items → the text that stands for them. One with a space in it is quoted; nothing else is, as in Falco. */
export function replacementFor(items: readonly string[]): string {
	return items.map(quoteItem).reduce((text, item) => (text === "" ? item : `${text}, ${item}`), "");
}

/** Quotes a list item or a cell of an exception the way Falco does: for spaces only, and only if it is bare. */
export function quoteItem(item: string): string {
	return item.includes(" ") && !item.startsWith('"') && !item.startsWith("'") ? `"${item}"` : item;
}

/**
 * Puts lists into conditions as text (rule_loader_compiler.cpp, `resolve_list`): one list after the other, in the
 * order of their first definition, wherever the name of one stands between blanks or `( ) , =`, quotes or not. Only
 * lists whose names occur are tried.
 */
export class ListExpander {
	readonly #lists: readonly ResolvedList[];
	readonly #byName = new Map<string, ResolvedList>();
	/** Lists whose names are not one word: they are looked for in every condition. */
	readonly #unusual: readonly number[];
	readonly #mentions = new Map<number, readonly number[]>();

	constructor(lists: readonly ResolvedList[]) {
		this.#lists = lists;
		for (const list of lists) this.#byName.set(list.name, list);
		this.#unusual = lists.filter(({ name }) => DELIMITER.test(name)).map(({ position }) => position);
	}

	/**
	 * @param budget characters that may still be gone through, all conditions together
	 * @returns the text with all lists in it and the names of those that were; undefined when that is beyond a limit
	 */
	expand(condition: SourceText, budget: Budget): { text: SourceText; used: string[] } | undefined {
		const used: string[] = [];
		let queue = ascending([...this.#unusual, ...this.#mentionedIn(condition.text)]);
		let text = condition;
		for (let next = 0; next < queue.length; next++) {
			const list = this.#lists[queue[next] as number];
			if (list === undefined) continue;
			const replaced = budget.spend(text.text.length) ? substitute(text, list, budget) : undefined;
			if (replaced === undefined) return undefined;
			if (replaced === text) continue;
			text = replaced;
			used.push(list.name);
			const mentioned = this.#mentionsOf(list).filter((position) => position > list.position);
			if (mentioned.length === 0) continue;
			queue = ascending([...queue.slice(next + 1), ...mentioned]);
			next = -1;
		}
		return { text, used };
	}

	#mentionedIn(text: string): number[] {
		const positions: number[] = [];
		for (const [word] of text.matchAll(WORDS)) {
			const list = this.#byName.get(word);
			if (list !== undefined) positions.push(list.position);
		}
		return positions;
	}

	#mentionsOf(list: ResolvedList): readonly number[] {
		let mentions = this.#mentions.get(list.position);
		if (mentions === undefined) {
			mentions = ascending(this.#mentionedIn(list.replacement));
			this.#mentions.set(list.position, mentions);
		}
		return mentions;
	}
}

function ascending(positions: readonly number[]): number[] {
	return [...new Set(positions)].sort((one, other) => one - other);
}

/**
 * Replaces every occurrence of one list. Gives the same object back where there is none, and none where the text would
 * grow too long.
 */
function substitute(condition: SourceText, list: ResolvedList, budget: Budget): SourceText | undefined {
	const { text } = condition;
	const { name, replacement } = list;
	const output = new Output(condition);
	let copied = 0;
	let searchFrom = 0;
	for (;;) {
		const start = text.indexOf(name, searchFrom);
		if (start === -1) break;
		const end = start + name.length;
		if (!isBounded(text, start, end, copied)) {
			searchFrom = start + 1;
			continue;
		}
		if (output.length > LIMITS.conditionLength || !budget.spend(REPLACEMENT)) return undefined;
		output.copy(copied, start);
		output.trimBlanks();
		copied = skipBlanks(text, end);
		if (replacement === "") {
			if (!output.dropComma() && text.charAt(copied) === ",") copied++;
		}
		const first = output.empty;
		output.put(first ? `${replacement} ` : ` ${replacement} `, start);
		// Falco goes on one character later after a name at the very beginning.
		searchFrom = first ? copied + 1 : copied;
	}
	if (copied === 0) return condition;
	output.copy(copied, text.length);
	return output.length > LIMITS.conditionLength ? undefined : output.done();
}

/** Whether nothing but a delimiter touches the name; behind a replacement there is always a blank. */
function isBounded(text: string, start: number, end: number, copied: number): boolean {
	const before = start === 0 || (start === copied && copied > 0) || DELIMITER.test(text.charAt(start - 1));
	return before && (end >= text.length || DELIMITER.test(text.charAt(end)));
}

function skipBlanks(text: string, from: number): number {
	LEADING_BLANKS.lastIndex = from;
	LEADING_BLANKS.test(text);
	return LEADING_BLANKS.lastIndex;
}

/** The text that a substitution builds, piece by piece. */
class Output {
	readonly #pieces: Piece[] = [];
	readonly #source: readonly Piece[];
	/** The piece of the source that was copied last, and where it starts in the text. */
	#piece = 0;
	#start = 0;
	#length = 0;

	constructor(source: SourceText) {
		this.#source = source.pieces;
	}

	get empty(): boolean {
		return this.#pieces.length === 0;
	}

	/** How long the text is, what was trimmed off again included. */
	get length(): number {
		return this.#length;
	}

	/** Copies a stretch of the source's text, by offsets; stretches come in order. */
	copy(from: number, to: number): void {
		for (let at = from; at < to; ) {
			const piece = this.#pieceAt(at);
			if (piece === undefined) return;
			const skipped = at - this.#start;
			const text = piece.text.slice(skipped, to - this.#start);
			this.#add(text, originAt(piece.origin, skipped));
			at += text.length;
		}
	}

	/** Puts in text that stands for what the source has at `at`. */
	put(text: string, at: number): void {
		const piece = this.#pieceAt(at);
		if (piece !== undefined) this.#add(text, standingFor(originAt(piece.origin, at - this.#start)));
	}

	#add(text: string, origin: Origin): void {
		if (text === "") return;
		this.#length += text.length;
		this.#pieces.push({ text, origin });
	}

	trimBlanks(): void {
		for (let last = this.#pieces.pop(); last !== undefined; last = this.#pieces.pop()) {
			let length = last.text.length;
			while (length > 0 && BLANK.test(last.text.charAt(length - 1))) length--;
			if (length > 0) {
				this.#pieces.push({ text: last.text.slice(0, length), origin: last.origin });
				return;
			}
		}
	}

	/** Takes a comma off the end; false when there is none. */
	dropComma(): boolean {
		const last = this.#pieces.at(-1);
		if (last === undefined || !last.text.endsWith(",")) return false;
		this.#pieces.pop();
		if (last.text.length > 1) this.#pieces.push({ text: last.text.slice(0, -1), origin: last.origin });
		return true;
	}

	/** The text. Pieces that stand for one place become one, however many lists went into them. */
	done(): SourceText {
		const merged: { texts: string[]; origin: Origin }[] = [];
		for (const { text, origin } of this.#pieces) {
			const last = merged.at(-1);
			if (last?.origin === origin) last.texts.push(text);
			else merged.push({ texts: [text], origin });
		}
		return new SourceText(merged.map(({ texts, origin }) => ({ text: texts.join(""), origin })));
	}

	#pieceAt(at: number): Piece | undefined {
		for (;;) {
			const piece = this.#source[this.#piece];
			if (piece === undefined || at < this.#start + piece.text.length) return piece;
			this.#start += piece.text.length;
			this.#piece++;
		}
	}
}
