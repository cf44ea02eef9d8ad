/**
 * Byte strings: the form in which the filter language handles text.
 *
 * Falco compares, measures, cuts and globs bytes, not characters. A byte string is a JavaScript string in which every
 * code unit stands for one byte of UTF-8 (0x00–0xff). ASCII text is its own byte string, which is what most events hold.
 * Text enters the engine through `toBytes` and leaves it through `toText`.
 */
export type Bytes = string;

// biome-ignore lint/suspicious/noControlCharactersInRegex: tells text that is its own byte string from text that is not
const ASCII = /^[\x00-\x7f]*$/;

const REPLACEMENT = 0xfffd;

/** Text → its UTF-8 bytes. A lone surrogate becomes U+FFFD, as every UTF-8 encoder has it. */
export function toBytes(text: string): Bytes {
	if (ASCII.test(text)) return text;
	let bytes = "";
	for (const character of text) {
		const code = character.codePointAt(0) as number;
		bytes += encodeCodePoint(code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code);
	}
	return bytes;
}

function encodeCodePoint(code: number): Bytes {
	if (code < 0x80) return String.fromCharCode(code);
	if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
	if (code < 0x10000) {
		return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
	}
	return String.fromCharCode(
		0xf0 | (code >> 18),
		0x80 | ((code >> 12) & 0x3f),
		0x80 | ((code >> 6) & 0x3f),
		0x80 | (code & 0x3f),
	);
}

/**
 * UTF-8 bytes → text. What is not part of a well-formed sequence becomes U+FFFD: one for each byte, but only one for a
 * sequence that was broken off. So do Falco's JSON writer, and every decoder that follows the Unicode standard (3.9).
 */
export function toText(bytes: Bytes): string {
	if (ASCII.test(bytes)) return bytes;
	let text = "";
	for (let at = 0; at < bytes.length; ) {
		const length = sequenceLength(bytes, at);
		text += length === 0 ? "\ufffd" : String.fromCodePoint(decodeSequence(bytes, at, length));
		at += length || brokenLength(bytes, at);
	}
	return text;
}

/** Length of the well-formed UTF-8 sequence at `at` (1–4), or 0 when there is none. RFC 3629, table 3-7 of Unicode. */
function sequenceLength(bytes: Bytes, at: number): number {
	const lead = bytes.charCodeAt(at);
	if (lead < 0x80) return 1;
	const second = bytes.charCodeAt(at + 1);
	if (lead >= 0xc2 && lead <= 0xdf) return isContinuation(second) ? 2 : 0;
	const third = bytes.charCodeAt(at + 2);
	if (lead >= 0xe0 && lead <= 0xef) {
		const lowest = lead === 0xe0 ? 0xa0 : 0x80;
		const highest = lead === 0xed ? 0x9f : 0xbf;
		return second >= lowest && second <= highest && isContinuation(third) ? 3 : 0;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		const lowest = lead === 0xf0 ? 0x90 : 0x80;
		const highest = lead === 0xf4 ? 0x8f : 0xbf;
		const fits = second >= lowest && second <= highest;
		return fits && isContinuation(third) && isContinuation(bytes.charCodeAt(at + 3)) ? 4 : 0;
	}
	return 0;
}

/** How many bytes at `at` begin a well-formed sequence without ending it; 1 when there is no such beginning. */
function brokenLength(bytes: Bytes, at: number): number {
	for (const length of [3, 2]) {
		if (sequenceLength(`${bytes.slice(at, at + length)}\x80\x80`, 0) > length) return length;
	}
	return 1;
}

function isContinuation(byte: number): boolean {
	return byte >= 0x80 && byte <= 0xbf;
}

function decodeSequence(bytes: Bytes, at: number, length: number): number {
	let code = bytes.charCodeAt(at);
	if (length === 1) return code;
	code &= 0xff >> (length + 1);
	for (let next = 1; next < length; next++) code = (code << 6) | (bytes.charCodeAt(at + next) & 0x3f);
	return code;
}
