import type { Bytes } from "../bytes.ts";

/**
 * The `getopt` transformer (libsinsp sinsp_filtercheck_multivalue_transformer.cpp): the short options in a list of
 * arguments, and what they are given, as POSIX getopt finds them. `known` is getopt's option string: a letter that takes
 * an argument has a colon behind it. An option that is not in it reads `?`.
 */
export function getopt(words: readonly Bytes[], known: Bytes): Bytes[] {
	const results: Bytes[] = [];
	for (const { option, argument } of options(words, known)) {
		results.push(option);
		if (argument !== undefined) results.push(argument);
	}
	return results;
}

/** `getopt(…)[c]`: what the last option `c` is given, or its own letter when it takes nothing; undefined without one. */
export function getoptOf(words: readonly Bytes[], known: Bytes, wanted: Bytes): Bytes | undefined {
	let result: Bytes | undefined;
	for (const { letter, option, argument } of options(words, known)) {
		if (letter === wanted) result = argument ?? option;
	}
	return result;
}

interface Option {
	/** Undefined when it is none of those known. */
	readonly letter: Bytes | undefined;
	/** The letter, or what stands for one that is unknown or lacks its argument. */
	readonly option: Bytes;
	readonly argument?: Bytes;
}

function* options(words: readonly Bytes[], known: Bytes): Generator<Option> {
	const takesArgument = readOptionString(known);
	const lacksArgument = known.startsWith(":") ? ":" : "?";
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as Bytes;
		if (word === "--" || word === "-" || !word.startsWith("-")) return;
		if (word.startsWith("--")) continue;
		for (let place = 1; place < word.length; place++) {
			const letter = word[place] as Bytes;
			const takes = takesArgument.get(letter);
			if (takes === undefined) yield { letter: undefined, option: "?" };
			if (takes === false) yield { letter, option: letter };
			if (takes !== true) continue;
			const argument = place + 1 < word.length ? word.slice(place + 1) : words[++at];
			yield argument === undefined ? { letter, option: lacksArgument } : { letter, option: letter, argument };
			break;
		}
	}
}

/** Letter → whether it takes an argument. */
function readOptionString(known: Bytes): ReadonlyMap<Bytes, boolean> {
	const letters = new Map<Bytes, boolean>();
	for (let at = 0; at < known.length; at++) {
		const letter = known[at] as Bytes;
		if (letter !== ":") letters.set(letter, known[at + 1] === ":" || letters.get(letter) === true);
	}
	return letters;
}
