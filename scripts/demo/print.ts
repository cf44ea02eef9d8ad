import { styleText } from "node:util";
import type { Priority } from "../../src/falco/priority.ts";
import { messageOf } from "../../src/message-of.ts";
import { PRIORITY_STYLES } from "../priority-styles.ts";
import { visible } from "../terminal.ts";

/**
 * What the demonstration shows: alerts on stdout, one a line and nothing else, so that they can be piped; the story
 * around them on stderr. `styleText` colours a stream only when it is a terminal, and heeds NO_COLOR and FORCE_COLOR.
 */

type Style = Parameters<typeof styleText>[0];

/** Prints an alert as Falco prints it: its output, coloured by how urgent it is. */
export function printAlert(alert: { readonly priority: Priority; readonly output: string }): void {
	process.stdout.write(
		`${styleText(PRIORITY_STYLES[alert.priority], visible(alert.output), { stream: process.stdout })}\n`,
	);
}

/** Prints a line of the story. */
export function tell(line = "", style: Style = []): void {
	process.stderr.write(`${styleText(style, visible(line), { stream: process.stderr })}\n`);
}

/** Prints a heading with what belongs to it, two columns. */
export function tellTable(heading: string, rows: readonly (readonly [string, string | number])[]): void {
	const width = Math.max(...rows.map(([name]) => name.length));
	tell(heading, "bold");
	for (const [name, value] of rows) tell(`  ${name.padEnd(width)}  ${value}`);
}

/** Prints what went wrong and, indented, what caused it. */
export function tellError(error: unknown): void {
	tell(messageOf(error), "red");
	const cause = error instanceof Error ? error.cause : undefined;
	if (cause === undefined) return;
	for (const line of messageOf(cause).trim().split("\n")) tell(`  ${line}`);
}
