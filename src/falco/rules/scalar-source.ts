import type { YamlScalar } from "./yaml.ts";

const WHITE_SPACE = /\s/;
const BLOCK_HEADER = /^[|>][^\n]*\n?/;
/** A backslash at the end of a line. */
const JOINT = /\\\r?\n/y;
/** How long the escapes of a double-quoted scalar are that stand for a code point. */
const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** How far a scalar's text was followed: a character of it, and where that stands in what the file has of the scalar. */
interface Reached {
	readonly position: number;
	readonly at: number;
}

/** Where following a scalar came to last. Problems of one come in order, and there may be thousands. */
const reached = new WeakMap<YamlScalar, Reached>();

/**
 * Where a character of a scalar's text stands in the file. Folding, indentation and escapes are followed; where they
 * cannot be, the scalar's own place is the answer.
 */
export function offsetInFile(file: string, scalar: YamlScalar, index: number): number {
	const raw = file.slice(scalar.at, scalar.end);
	const quote = raw.startsWith('"') || raw.startsWith("'") ? raw.charAt(0) : "";
	const known = reached.get(scalar);
	let { position, at } = known !== undefined && known.position <= index ? known : beginning(raw, quote);
	for (; position < index; position++) {
		const character = scalar.text.charAt(position);
		const next =
			WHITE_SPACE.test(character) && raw.charAt(at) !== "\\"
				? skipBlanks(raw, at, quote)
				: step(raw, at, character, quote);
		if (next === undefined) break;
		at = next;
	}
	reached.set(scalar, { position, at });
	if (position < index) return scalar.at;
	if (!WHITE_SPACE.test(scalar.text.charAt(index))) at = skipBlanks(raw, at, quote);
	return scalar.at + Math.min(at, raw.length);
}

function beginning(raw: string, quote: string): Reached {
	return { position: 0, at: quote !== "" ? 1 : (BLOCK_HEADER.exec(raw)?.[0].length ?? 0) };
}

/** Goes past the raw text of one character that is no white space. */
function step(raw: string, from: number, character: string, quote: string): number | undefined {
	const at = skipBlanks(raw, from, quote);
	const found = raw.charAt(at);
	if (quote === '"' && found === "\\") return at + (ESCAPE_LENGTH[raw.charAt(at + 1)] ?? 2);
	if (found !== character) return undefined;
	return quote === "'" && found === "'" ? at + 2 : at + 1;
}

/** Goes past white space; in double quotes also past backslashes at the ends of lines, which join them. */
function skipBlanks(raw: string, from: number, quote: string): number {
	const isBlank = (at: number) => WHITE_SPACE.test(raw.charAt(at)) || (quote === '"' && isJoint(raw, at));
	let at = from;
	while (at < raw.length && isBlank(at)) at++;
	return at;
}

function isJoint(raw: string, at: number): boolean {
	JOINT.lastIndex = at;
	return JOINT.test(raw);
}
