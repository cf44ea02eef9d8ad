import { stdout } from "node:process";
import { visible } from "../terminal.ts";

/**
 * A row as a line: cells as wide as the columns, nothing in them that the terminal would obey. `width` cuts a line that is
 * longer, marked by an ellipsis; undefined leaves it.
 */
export function rowLine(cells: readonly string[], widths: readonly number[], width: number | undefined): string {
	const line = cells
		.map((cell, column) => visible(cell).padEnd(widths[column] ?? 0))
		.join("  ")
		.trimEnd();
	return width !== undefined && line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** Rows as lines whose columns are as wide as their widest cell. */
export function tableLines(rows: readonly (readonly string[])[], width?: number): string[] {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const widths = Array.from({ length: columns }, (_, column) =>
		Math.max(...rows.map((row) => visible(row[column] ?? "").length)),
	);
	return rows.map((row) => rowLine(row, widths, width));
}

/** How many characters fit into a line of stdout; undefined when it is no terminal. */
export function lineWidth(): number | undefined {
	return stdout.isTTY ? stdout.columns : undefined;
}

/** Prints a table; as wide as the terminal, if it is one. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
	for (const line of tableLines([headings, ...rows], lineWidth())) stdout.write(`${line}\n`);
}

/** Prints values one a line, as JSON. */
export function printJsonLine(value: unknown): void {
	stdout.write(`${JSON.stringify(value)}\n`);
}
