import type { Bytes } from "../bytes.ts";

const DECIMAL = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/;
const UINT64_MAX = 2n ** 64n - 1n;
/** Digits that any number up to `UINT64_MAX` fits into. */
const UINT64_DIGITS = 20;

/**
 * A constant for a numeric field, as Falco's `sscanf("%lu%c")` reads it: white space may lead, a sign may follow, and
 * nothing but decimal digits. A negative number wraps around 2^64, one beyond 2^64 - 1 becomes 2^64 - 1.
 * Undefined when the text is no number.
 */
export function parseUint64(text: Bytes): bigint | undefined {
	const match = DECIMAL.exec(text);
	if (match === null) return undefined;
	const [, sign, digits = ""] = match;
	const significant = digits.replace(/^0+/, "");
	if (significant.length > UINT64_DIGITS) return UINT64_MAX;
	const magnitude = BigInt(significant);
	if (magnitude > UINT64_MAX) return UINT64_MAX;
	return sign === "-" ? BigInt.asUintN(64, -magnitude) : magnitude;
}
