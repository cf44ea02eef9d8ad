import type { Bytes } from "../bytes.ts";
import type { BinaryOperator } from "./ast.ts";
import { compileGlob } from "./glob.ts";
import { toLower } from "./letter-case.ts";
import type { Value } from "./reading.ts";

/** A comparison whose right side is known. */
export type Test = (left: Value) => boolean;

/** Operators that compare one value with one other; but for `regex`, whose code is not part of every engine. */
export type ComparisonOperator = Exclude<BinaryOperator, "in" | "intersects" | "pmatch" | "regex">;

/**
 * What each operator does with a value (libsinsp filter_compare.cpp), made ready for its right side: whatever can be
 * done once is done here. Both sides have the same type, and one that the operator takes.
 */
export const COMPARISONS: Record<ComparisonOperator, (right: Value) => Test> = {
	"=": (right) =>
		function equals(left) {
			return left === right;
		},
	"!=": (right) =>
		function differs(left) {
			return left !== right;
		},
	// Byte strings are in the order of their bytes, as strcmp has it.
	"<": (right) =>
		function lessThan(left) {
			return left < right;
		},
	"<=": (right) =>
		function atMost(left) {
			return left <= right;
		},
	">": (right) =>
		function greaterThan(left) {
			return left > right;
		},
	">=": (right) =>
		function atLeast(left) {
			return left >= right;
		},
	contains: onText(
		(part) =>
			function contains(text) {
				return text.includes(part);
			},
	),
	icontains: onText((part) => {
		const lower = toLower(part);
		return function icontains(text) {
			return toLower(text).includes(lower);
		};
	}),
	startswith: onText(
		(start) =>
			function startswith(text) {
				return text.startsWith(start);
			},
	),
	endswith: onText(
		(end) =>
			function endswith(text) {
				return text.endsWith(end);
			},
	),
	glob: onText((pattern) => compileGlob(pattern, false)),
	iglob: onText((pattern) => compileGlob(pattern, true)),
	bcontains: refuseBuffers,
	bstartswith: refuseBuffers,
};

function onText(prepare: (right: Bytes) => (left: Bytes) => boolean): (right: Value) => Test {
	return (right) => prepare(right as Bytes) as Test;
}

/** These compare byte buffers, a type that no field has: rules with them do not load. */
function refuseBuffers(): never {
	throw new Error("operator not supported for string filters");
}
