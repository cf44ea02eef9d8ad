import { styleText } from "node:util";
import type { Alert } from "../../src/falco/alert.ts";
import { PRIORITY_STYLES } from "../priority-styles.ts";
import { visible } from "../terminal.ts";

/** `json`: what Falco sends. `text`: what Falco prints without json_output. */
export type AlertFormat = "json" | "text";

/** Writes an alert to standard output, on a line of its own. */
export function printAlert(alert: Alert, format: AlertFormat): void {
	process.stdout.write(`${PRINTERS[format](alert)}\n`);
}

/** What a terminal obeys and JSON leaves as it is. */
const INVISIBLE = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu;

/** An alert as Falco prints it; a text line is escaped as JSON, without the quotes (formats.cpp). */
const PRINTERS: Record<AlertFormat, (alert: Alert) => string> = {
	json: ({ json }) => (process.stdout.isTTY ? json.replace(INVISIBLE, escaped) : json),
	text: ({ output, priority }) =>
		styleText(PRIORITY_STYLES[priority], visible(JSON.stringify(output).slice(1, -1)), { stream: process.stdout }),
};

function escaped(character: string): string {
	return Array.from({ length: character.length }, (_, at) => {
		return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
	}).join("");
}
