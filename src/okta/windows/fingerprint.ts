import { avalanche, rotated } from "./bits.ts";

/**
 * 64 bits that stand for a text where only equality counts, so that a member of a series has one size whatever Okta sent.
 * Never 0n, which stands for no text. Not for secrets: who can choose a text can find another with the same fingerprint,
 * and gains no more by it than by sending the same text again.
 */
export function fingerprint(text: string): bigint {
	writeFingerprint(text, HALVES, 0);
	return WHOLE[0] as bigint;
}

const WHOLE = new BigInt64Array(1);
const HALVES = new Int32Array(WHOLE.buffer);

/**
 * Writes a text's fingerprint into the halves of 64-bit numbers, the lower one at `at` and the upper one behind it, as
 * machines have them. That takes no bigint.
 */
export function writeFingerprint(text: string, halves: Int32Array, at: number): void {
	let high = 0x6a09e667;
	let low = 0xbb67ae85;
	for (let place = 0; place < text.length; place++) {
		const unit = text.charCodeAt(place);
		high = Math.imul(rotated(high, 13) ^ unit, 0x9e3779b1);
		low = Math.imul(rotated(low, 19) ^ unit, 0x85ebca6b);
	}
	high = avalanche(high ^ text.length);
	low = avalanche(low);
	halves[at] = high === 0 && low === 0 ? 1 : low;
	halves[at + 1] = high;
}
