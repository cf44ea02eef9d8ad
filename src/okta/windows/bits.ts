/** A word of 32 bits with those that fall out at its upper end put in at its lower. */
export function rotated(word: number, by: number): number {
	return (word << by) | (word >>> (32 - by));
}

/** Every bit of the result depends on every bit of the word (the finalizer of MurmurHash3). */
export function avalanche(word: number): number {
	let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return mixed ^ (mixed >>> 16);
}
