import type { Bytes } from "../bytes.ts";
import type { BinaryOperator, Modifier } from "./ast.ts";
import { cutAtNul, isPlain } from "./reading.ts";

/** A comparison of text as it came. */
export type PlainTest = (text: string) => boolean;

/**
 * What an operator does with constants of plain ASCII (compare.ts): the same for text as it came and for its byte string, so
 * that most text need not be made into one. Undefined where that is not so.
 */
export function plainTest(
	operator: BinaryOperator,
	modifier: Modifier | undefined,
	constants: readonly Bytes[],
): PlainTest | undefined {
	if (modifier === "oneof" || modifier === "allof") return undefined;
	return constants.every((constant) => isPlain(constant)) ? TESTS[operator]?.(constants) : undefined;
}

/** Text for which one of the constants will do. None of them has a NUL. */
const TESTS: Partial<Record<BinaryOperator, (constants: readonly Bytes[]) => PlainTest>> = {
	"=": (constants) => (constants.length === 1 ? isConstant(constants[0] as Bytes) : isOneOf(constants)),
	in: isOneOf,
	contains: (parts) =>
		function containsPlain(text) {
			for (const part of parts) {
				const at = text.indexOf(part);
				if (at === 0 || (at > 0 && text.lastIndexOf("\0", at) === -1)) return true;
			}
			return false;
		},
	startswith(starts) {
		if (starts.includes("")) return () => true;
		// Most texts have a first character that none of the starts has.
		const firsts = new Set(starts.map((start) => start.charCodeAt(0)));
		return function startswithPlain(text) {
			return firsts.has(text.charCodeAt(0)) && starts.some((start) => text.startsWith(start));
		};
	},
};

function isConstant(constant: Bytes): PlainTest {
	return function isPlainConstant(text) {
		return text === constant || (text.charCodeAt(constant.length) === 0 && text.startsWith(constant));
	};
}

function isOneOf(constants: readonly Bytes[]): PlainTest {
	const members = new Set<string>(constants);
	return function isOneOfPlain(text) {
		return members.has(text) || (text.includes("\0") && members.has(cutAtNul(text)));
	};
}
