/**
 * 64 bits that stand for a text where only equality counts, so that a member of a series has one size whatever Okta sent.
 * Never 0n, which stands for no text. Not for secrets: who can choose a text can find another with the same fingerprint,
 * and gains no more by it than by sending the same text again.
 */
export function fingerprint(text: string): bigint {
	let high = 0x6a09e667;
	let low = 0xbb67ae85;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		high = Math.imul(rotate(high, 13) ^ unit, 0x9e3779b1);
		low = Math.imul(rotate(low, 19) ^ unit, 0x85ebca6b);
	}
	HALVES.setUint32(0, avalanche(high ^ text.length));
	HALVES.setUint32(4, avalanche(low));
	return HALVES.getBigInt64(0) || 1n;
}

/** Puts two numbers of 32 bits together, in a tenth of the time that arithmetic with bigints takes. */
const HALVES = new DataView(new ArrayBuffer(8));

function rotate(word: number, by: number): number {
	return (word << by) | (word >>> (32 - by));
}

/** Every bit of the result depends on every bit of the word (the finalizer of MurmurHash3). */
function avalanche(word: number): number {
	let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return mixed ^ (mixed >>> 16);
}
