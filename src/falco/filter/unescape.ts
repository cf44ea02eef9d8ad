import type { Bytes } from "../bytes.ts";

/** What a character after a backslash stands for; the string's own delimiter and `\xHH` come on top. */
const ESCAPES: Readonly<Record<string, Bytes>> = {
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	"\\": "\\",
	"/": "/",
	// Falco keeps this one for rules written before it had escapes: a backslash, and the space is gone.
	" ": "\\",
};

const HEX_BYTE = /^[0-9a-fA-F]{2}$/;

/**
 * The text of a quoted string, without its delimiters, after escapes (libsinsp filter/escaping.cpp).
 * A string that Falco refuses gives Falco's message instead.
 */
export function unescapeString(raw: Bytes, delimiter: string): { value: Bytes } | { error: Bytes } {
	let value = "";
	let from = 0;
	for (let backslash = raw.indexOf("\\"); backslash !== -1; backslash = raw.indexOf("\\", from)) {
		value += raw.slice(from, backslash);
		const escaped = raw.charAt(backslash + 1);
		const digits = escaped === "x" ? raw.slice(backslash + 2, backslash + 4) : "";
		const meaning = escaped === "x" ? readHexByte(digits) : readEscape(escaped, delimiter);
		if ("error" in meaning) return meaning;
		value += meaning.value;
		from = backslash + 2 + digits.length;
	}
	return { value: value + raw.slice(from) };
}

function readHexByte(digits: Bytes): { value: Bytes } | { error: Bytes } {
	if (digits.length < 2) return { error: "truncated hex char escape sequence" };
	if (!HEX_BYTE.test(digits)) return { error: `invalid hex char escape sequence: ${digits}` };
	return { value: String.fromCharCode(Number.parseInt(digits, 16)) };
}

function readEscape(escaped: Bytes, delimiter: string): { value: Bytes } | { error: Bytes } {
	if (escaped === delimiter) return { value: delimiter };
	const value = Object.hasOwn(ESCAPES, escaped) ? ESCAPES[escaped] : undefined;
	return value === undefined ? { error: refusal(escaped, delimiter) } : { value };
}

function refusal(escaped: Bytes, delimiter: string): Bytes {
	const isOtherQuote = escaped === '"' || escaped === "'";
	return isOtherQuote
		? `invalid \\${escaped} escape in ${delimiter}-quoted string`
		: `unsupported string escape sequence: \\${escaped}`;
}
