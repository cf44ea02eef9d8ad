import { type PosixRegexCursor, PosixRegexError } from "./posix-regex-cursor.ts";

const CLASS_NAMES = new Set(
	["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper"]
		.concat("word", "xdigit")
		.flatMap((name) => [`[:${name}:]`, `[:^${name}:]`]),
);

/** `[…]` at the cursor → the same class for re2js, with every character written as `\x{…}`. */
export function readClass(cursor: PosixRegexCursor): string {
	const start = cursor.at++;
	const opening = cursor.take("^") ? "[^" : "[";
	let members = "";
	while (!cursor.atEnd) {
		const first = members === "";
		if (!first && cursor.take("]")) return `${opening}${members}]`;
		if (!first && cursor.next === "-") refuseInnerHyphen(cursor);
		members += tryClassName(cursor) ?? readRange(cursor, start);
	}
	throw missingBracket(cursor, start);
}

function missingBracket({ source }: PosixRegexCursor, start: number): PosixRegexError {
	return new PosixRegexError(`missing ]: ${source.slice(start)}`);
}

/** An unescaped hyphen stands first or last in a class, or between the ends of a range. */
function refuseInnerHyphen({ source, at }: PosixRegexCursor): void {
	const next = source.codePointAt(at + 1);
	if (next === undefined || source[at + 1] === "]") return;
	throw new PosixRegexError(`invalid character class range: -${String.fromCodePoint(next)}`);
}

function tryClassName(cursor: PosixRegexCursor): string | undefined {
	if (!cursor.source.startsWith("[:", cursor.at)) return undefined;
	const end = cursor.source.indexOf(":]", cursor.at + 2);
	if (end === -1) return undefined;
	const name = cursor.source.slice(cursor.at, end + 2);
	if (!CLASS_NAMES.has(name)) throw new PosixRegexError(`invalid character class range: ${name}`);
	cursor.at = end + 2;
	return name;
}

/** One character, or a range of them. */
function readRange(cursor: PosixRegexCursor, classStart: number): string {
	const start = cursor.at;
	const low = readMember(cursor, classStart);
	const afterHyphen = cursor.source[cursor.at + 1];
	if (cursor.next !== "-" || afterHyphen === undefined || afterHyphen === "]") return hexadecimal(low);
	cursor.at++;
	const high = readMember(cursor, classStart);
	if (high >= low) return `${hexadecimal(low)}-${hexadecimal(high)}`;
	throw new PosixRegexError(`invalid character class range: ${cursor.source.slice(start, cursor.at)}`);
}

function readMember(cursor: PosixRegexCursor, classStart: number): number {
	if (cursor.atEnd) throw missingBracket(cursor, classStart);
	return cursor.next === "\\" ? cursor.readEscape() : cursor.readCodePoint();
}

/** A code point as both kinds of pattern write it. */
export function hexadecimal(code: number): string {
	return `\\x{${code.toString(16)}}`;
}
