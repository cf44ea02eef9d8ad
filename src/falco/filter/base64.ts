import type { Bytes } from "../bytes.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS = new Map(Array.from(ALPHABET, (character, digit) => [character, digit]));

/**
 * The `b64` transformer (libsinsp base64.h): base64 → the bytes it stands for. Up to two `=` at the end are left out,
 * however many belong there; undefined when anything else is not as the standard alphabet has it.
 */
export function decodeBase64(text: Bytes): Bytes | undefined {
	const digits = text.replace(/={1,2}$/, "");
	let bytes = "";
	let bits = 0;
	let held = 0;
	for (const character of digits) {
		const digit = DIGITS.get(character);
		if (digit === undefined) return undefined;
		held = (held << 6) | digit;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes += String.fromCharCode(held >> bits);
		held &= (1 << bits) - 1;
	}
	return bits >= 6 || held !== 0 ? undefined : bytes;
}
