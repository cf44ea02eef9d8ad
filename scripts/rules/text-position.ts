/** A place in a text: line and column from 0, the column in UTF-16 code units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

export function positionAt(text: string, offset: number): Position {
	const starts = lineStarts(text);
	const line = lineOf(starts, offset);
	return { line, column: Math.min(offset, text.length) - (starts[line] ?? 0) };
}

/** The line around an offset, without its end. */
export function lineAt(text: string, offset: number): string {
	const starts = lineStarts(text);
	const line = lineOf(starts, offset);
	const end = (starts[line + 1] ?? text.length + 1) - 1;
	return text.slice(starts[line], text[end - 1] === "\r" ? end - 1 : end);
}

/** Texts of which is remembered where their lines start: of one file thousands of places may be told. */
const REMEMBERED_MAX = 100;

const remembered = new Map<string, readonly number[]>();

function lineStarts(text: string): readonly number[] {
	const known = remembered.get(text);
	if (known !== undefined) return known;
	const starts = [0];
	for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
	if (remembered.size === REMEMBERED_MAX) remembered.clear();
	remembered.set(text, starts);
	return starts;
}

/** The last line that starts at an offset or before it. */
function lineOf(starts: readonly number[], offset: number): number {
	let line = 0;
	for (let behind = starts.length; behind - line > 1; ) {
		const middle = (line + behind) >> 1;
		if ((starts[middle] as number) <= offset) line = middle;
		else behind = middle;
	}
	return line;
}
