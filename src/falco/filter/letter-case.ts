import type { Bytes } from "../bytes.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: where there is nothing but ASCII, JavaScript knows no other letters either
const ASCII = /^[\x00-\x7f]*$/;

/** Letter case as the C locale knows it: A–Z and a–z, and no other byte. */
export function toLower(bytes: Bytes): Bytes {
	if (ASCII.test(bytes)) return bytes.toLowerCase();
	return bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function toUpper(bytes: Bytes): Bytes {
	if (ASCII.test(bytes)) return bytes.toUpperCase();
	return bytes.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

export function lowerByte(byte: number): number {
	return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
