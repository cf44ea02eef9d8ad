import { styleText } from "node:util";
import type { Diagnostic } from "../../src/falco/diagnostic.ts";
import { visible } from "../terminal.ts";
import { lineAt, positionAt } from "./text-position.ts";

export interface PrintOptions {
	/** The texts of files by name: without one the line is not shown. */
	readonly texts: ReadonlyMap<string, string>;
	readonly colour: boolean | undefined;
}

type Style = Parameters<typeof styleText>[0];

const STYLES: Record<Diagnostic["severity"], Style> = { error: ["bold", "red"], warning: ["bold", "yellow"] };
/** Most of a line that is shown, in characters on each side of the caret. */
const CONTEXT = 80;
const BYTE_ORDER_MARK = "\ufeff";
const BLANKS = /\s+/g;
/** Characters that take two columns, near enough. */
const WIDE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/**
 * Problems as people read them: where, what, the line with a caret, and what to do behind that. Three lines each, so that a
 * dozen fit on a screen. Whatever users wrote is made harmless.
 */
export function printDiagnostics(diagnostics: readonly Diagnostic[], { texts, colour }: PrintOptions): string {
	const paint = (style: Style, text: string) => (colour ? styleText(style, text, { validateStream: false }) : text);
	return diagnostics.map((diagnostic) => `${describe(diagnostic, texts, paint).join("\n")}\n`).join("");
}

type Paint = (style: Style, text: string) => string;

function describe(diagnostic: Diagnostic, texts: ReadonlyMap<string, string>, paint: Paint): string[] {
	const { severity, code, message, hint, place, locations } = diagnostic;
	const text = texts.get(place.file);
	const at = text === undefined ? undefined : placeIn(text, place.offset);
	const where = at === undefined ? place.file : `${place.file}:${at.line + 1}:${at.column + 1}`;
	const label = paint(STYLES[severity], severity);
	const item = locations.findLast(({ itemType }) => /^(?:rule|macro|list)$/.test(itemType));
	const inItem = item === undefined || item.itemName === "" ? "" : ` in ${item.itemType} '${visible(item.itemName)}'`;
	const said = `${label}: ${visible(message)} ${paint("dim", `[${code}]`)}${inItem}`;
	const advice = hint === undefined ? "" : paint("cyan", visible(hint));
	return [
		`${paint("bold", visible(where))}: ${said}`,
		...(at === undefined ? [] : snippet(at, String(at.line + 1), paint, advice)),
		...expanded(diagnostic, text ?? "", paint),
		...(at === undefined && advice !== "" ? [`  ${advice}`] : []),
	];
}

interface LinePlace {
	readonly line: number;
	readonly column: number;
	readonly text: string;
}

/** A byte order mark takes no column. */
function placeIn(text: string, offset: number): LinePlace {
	const { line, column } = positionAt(text, offset);
	const content = lineAt(text, offset);
	const marked = line === 0 && content.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
	return { line, column: Math.max(0, column - marked), text: content.slice(marked) };
}

/** The condition as it was read, where lists or exceptions make it other than what is written. */
function expanded({ locations, place }: Diagnostic, file: string, paint: Paint): string[] {
	const expression = locations.at(-1)?.expression;
	if (expression === undefined || isWritten(expression.text, file, place.offset)) return [];
	return ["  where the condition reads", ...snippet(placeIn(expression.text, expression.offset), "", paint)];
}

/** Whether a condition stands in a file as it was read; mostly it does, around the place that is told. */
function isWritten(condition: string, file: string, offset: number): boolean {
	if (lookedFor.condition !== condition || lookedFor.file !== file) {
		const wanted = squeezed(condition.trim());
		const reach = 2 * condition.length + 200;
		const near = squeezed(file.slice(Math.max(0, offset - reach), offset + reach));
		if (squeezedFile.file !== file) squeezedFile = { file, text: squeezed(file) };
		lookedFor = { condition, file, isThere: near.includes(wanted) || squeezedFile.text.includes(wanted) };
	}
	return lookedFor.isThere;
}

/** What the problem before was about: there may be thousands in one condition, and in one file. */
let lookedFor = { condition: "", file: "", isThere: true };
let squeezedFile = { file: "", text: "" };

function squeezed(text: string): string {
	return text.replaceAll(BLANKS, " ");
}

/** A line, and a caret under one of its characters with advice behind it; of a long line the part around it. */
function snippet({ text, column }: LinePlace, label: string, paint: Paint, advice = ""): string[] {
	const start = Math.max(0, column - CONTEXT);
	const end = Math.min(text.length, column + CONTEXT);
	const before = (start > 0 ? "…" : "") + harmless(text.slice(start, column));
	const after = harmless(text.slice(column, end)) + (end < text.length ? "…" : "");
	const gutter = label.padStart(5);
	const margin = " ".repeat(gutter.length);
	return [
		`${paint("dim", `${gutter} |`)} ${before}${after}`,
		`${paint("dim", `${margin} |`)} ${" ".repeat(widthOf(before))}${paint(["bold", "green"], "^")} ${advice}`.trimEnd(),
	];
}

/** Tabs would move the caret: each becomes a blank. */
function harmless(text: string): string {
	return visible(text.replaceAll("\t", " "));
}

function widthOf(text: string): number {
	let width = 0;
	for (const character of text) width += WIDE.test(character) ? 2 : 1;
	return width;
}
