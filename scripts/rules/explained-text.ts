import { styleText } from "node:util";
import type { Explained, ExplainedValue } from "../../src/falco/explain.ts";

/** Most of a test, and of a value, that is shown, in characters. */
const TEXT_MAX = 160;
const VALUE_MAX = 120;

/** What a terminal obeys or hides instead of showing it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * An explained condition as people read it, a part a line: whether it holds, what it is, and what it read. Of what users
 * wrote, characters that cannot be seen are spelled out, since one of them may be why a test fails. Each line ends with
 * a newline.
 */
export function explainedText(explained: Explained, colour: boolean): string {
	return lines(explained, 0, colour).join("");
}

function lines(explained: Explained, depth: number, colour: boolean): string[] {
	const paint = painter(colour);
	const holds = explained.holds ? paint("green", "true ") : paint("red", "false");
	const start = `${holds}  ${"  ".repeat(depth)}`;
	if (explained.type === "check") {
		const read = explained.values.map((value) => told(value, explained.text)).join("; ");
		return [`${start}${spelled(cut(explained.text, TEXT_MAX))}   ${paint("dim", spelled(read))}\n`];
	}
	const children = explained.type === "not" ? [explained.child] : explained.children;
	return [
		`${start}${paint("bold", explained.type)}\n`,
		...children.flatMap((child) => lines(child, depth + 1, colour)),
	];
}

/** What a field was; its name is left out where the test begins with it. */
function told({ text, value }: ExplainedValue, check: string): string {
	const name = check.startsWith(`${text} `) ? "" : `${cut(text, VALUE_MAX)} `;
	return value === null ? `${name}has no value` : `${name}is ${JSON.stringify(cut(value, VALUE_MAX))}`;
}

function spelled(text: string): string {
	return text.replaceAll(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function cut(text: string, length: number): string {
	return text.length <= length ? text : `${text.slice(0, length)}…`;
}

function painter(colour: boolean): (style: Parameters<typeof styleText>[0], text: string) => string {
	return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
