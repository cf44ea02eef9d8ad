import type { Bytes } from "../bytes.ts";
import { compileBracket, NO_MATCH } from "./glob-bracket.ts";
import { lowerByte } from "./letter-case.ts";

/**
 * The `glob` and, with `foldCase`, the `iglob` operator: glibc's `fnmatch` over whole byte strings in the C locale,
 * without flags. `*` and `?` match any byte, a slash and a leading dot too; `?` and `[…]` match exactly one byte; a
 * backslash quotes. The cost is bounded by the length of the value times that of the pattern.
 */
export function compileGlob(pattern: Bytes, foldCase: boolean): (value: Bytes) => boolean {
	const steps = compileSteps(pattern, foldCase ? lowerByte : sameByte);
	return foldCase
		? function iglob(value) {
				return matches(steps, value, lowerByte);
			}
		: function glob(value) {
				return matches(steps, value, sameByte);
			};
}

type Fold = (byte: number) => number;

/** What a pattern asks for at each place where it can go on: any bytes, one certain byte, or one of a bracket. */
type Step = "*" | { readonly byte: number; readonly next: number } | { readonly nextByByte: Int32Array };

const ANY_BYTE = -1;
const NO_BYTE = -2;

function sameByte(byte: number): number {
	return byte;
}

function compileSteps(pattern: Bytes, fold: Fold): readonly (Step | undefined)[] {
	const steps: (Step | undefined)[] = new Array(pattern.length);
	const pending = [0];
	for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
		if (at === NO_MATCH || at >= pattern.length || steps[at] !== undefined) continue;
		const step = compileStep(pattern, at, fold);
		steps[at] = step;
		if (step === "*") pending.push(at + 1);
		else if ("byte" in step) pending.push(step.next);
		else pending.push(...new Set(step.nextByByte));
	}
	return steps;
}

function compileStep(pattern: Bytes, at: number, fold: Fold): Step {
	const character = pattern[at];
	if (character === "*") return "*";
	if (character === "?") return { byte: ANY_BYTE, next: at + 1 };
	if (character === "[") return { nextByByte: compileBracket(pattern, at + 1, fold) };
	if (character !== "\\") return { byte: fold(pattern.charCodeAt(at)), next: at + 1 };
	// A backslash at the end quotes nothing, and matches nothing.
	if (at + 1 === pattern.length) return { byte: NO_BYTE, next: at + 1 };
	return { byte: fold(pattern.charCodeAt(at + 1)), next: at + 2 };
}

/** Going back to the last star is enough: what an earlier one could take, the last one can take as well. */
function matches(steps: readonly (Step | undefined)[], value: Bytes, fold: Fold): boolean {
	let at = 0;
	let position = 0;
	let starAt = -1;
	let starPosition = 0;
	for (;;) {
		const step = steps[at];
		if (step === "*") {
			starAt = ++at;
			if (starAt === steps.length) return true;
			starPosition = position;
			continue;
		}
		if (position === value.length) return step === undefined;
		const next = step === undefined ? NO_MATCH : follow(step, value.charCodeAt(position), fold);
		if (next !== NO_MATCH) {
			at = next;
			position++;
		} else if (starAt !== -1) {
			at = starAt;
			position = ++starPosition;
		} else {
			return false;
		}
	}
}

function follow(step: Exclude<Step, "*">, byte: number, fold: Fold): number {
	if ("nextByByte" in step) return step.nextByByte[byte] as number;
	return step.byte === ANY_BYTE || step.byte === fold(byte) ? step.next : NO_MATCH;
}
