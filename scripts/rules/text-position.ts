/** A place in a text: line and column from 0, the column in UTF-16 code units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

export function positionAt(text: string, offset: number): Position {
	const before = text.slice(0, offset);
	const lineStart = before.lastIndexOf("\n") + 1;
	return { line: before.split("\n").length - 1, column: before.length - lineStart };
}

/** The line around an offset, without its end. */
export function lineAt(text: string, offset: number): string {
	const start = text.lastIndexOf("\n", offset - 1) + 1;
	const end = text.indexOf("\n", offset);
	return text.slice(start, end === -1 ? text.length : end).replace(/\r$/, "");
}
