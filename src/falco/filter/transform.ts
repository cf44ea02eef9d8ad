import type { Bytes } from "../bytes.ts";
import { decodeBase64 } from "./base64.ts";
import { getopt, getoptOf } from "./getopt.ts";
import { toLower, toUpper } from "./letter-case.ts";
import { cutAtNul, type Value } from "./reading.ts";
import type { TransformerName } from "./transformers.ts";

/** What an operand yields where an event has something for it: a value, or a list of them. */
export type Extracted = Value | readonly Value[];

/** A transformer at work; undefined when it can make nothing of its arguments. */
export type Transform = (args: readonly Extracted[]) => Extracted | undefined;

export function isList(extracted: Extracted): extracted is readonly Value[] {
	return typeof extracted === "object";
}

/**
 * What each transformer does (libsinsp sinsp_filter_transformers/, sinsp_filtercheck_multivalue_transformer.cpp). Types
 * were checked when the rule was loaded. `argument` is what stands in brackets behind the parentheses.
 */
export const TRANSFORMS: Record<TransformerName, (argument: Bytes | undefined) => Transform> = {
	tolower: () => onText(toLower),
	toupper: () => onText(toUpper),
	b64: () => onText(decodeText),
	basename: () => onText((path) => path.slice(path.lastIndexOf("/") + 1)),
	len: () => length,
	join: () => join,
	concat: () => concat,
	getopt: (wanted) => onWords(wanted === undefined ? getopt : (words, known) => getoptOf(words, known, wanted)),
};

/** Of a list every member is transformed; when one cannot be, there is no list. */
function onText(transform: (text: Bytes) => Bytes | undefined): Transform {
	return function transformText([argument]) {
		if (argument === undefined || !isList(argument)) return transform(argument as Bytes);
		const transformed = argument.map((member) => transform(member as Bytes));
		return transformed.every((member) => member !== undefined) ? transformed : undefined;
	};
}

function decodeText(text: Bytes): Bytes | undefined {
	const decoded = decodeBase64(text);
	return decoded === undefined ? undefined : cutAtNul(decoded);
}

const length: Transform = ([argument]) => BigInt((argument as Bytes | readonly Value[]).length);

const join: Transform = ([separator, members]) => (members as readonly Value[]).join(separator as Bytes);

const concat: Transform = (parts) => parts.join("");

function onWords(transform: (words: readonly Bytes[], known: Bytes) => Bytes | Bytes[] | undefined): Transform {
	return ([words, known]) => transform(words as readonly Bytes[], known as Bytes);
}
