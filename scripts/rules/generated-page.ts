import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../src/message-of.ts";
import { callerPath } from "../caller-path.ts";

/** A page of docs/ that a command prints. */
export interface GeneratedPage {
	/** Path from the project's folder: `docs/fields.md`. */
	readonly file: string;
	/** What prints it, after `npm run --silent rules --`. */
	readonly command: string;
	readonly text: string;
}

/** Whether a file, or else the page's own, holds the page; standard error says what to do when not. The exit status. */
export function checkPage(page: GeneratedPage, file: string | true): number {
	const name = file === true ? page.file : file;
	const path = file === true ? join(import.meta.dirname, "..", "..", page.file) : callerPath(file);
	try {
		if (readFileSync(path, "utf8") === page.text) return 0;
		process.stderr.write(`${name} is not current: npm run --silent rules -- ${page.command} > ${name}\n`);
	} catch (error) {
		process.stderr.write(`${name} cannot be read: ${messageOf(error)}\n`);
	}
	return 1;
}
