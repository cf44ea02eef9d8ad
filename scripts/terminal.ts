import process from "node:process";

/**
 * Text without what a terminal obeys instead of showing: control characters, line ends among them, and marks that reorder
 * or hide text.
 */
export function visible(text: string): string {
	return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "");
}

/** Has the process do all that it was asked to, also when standard output takes no more: nothing is to be left half done. */
export function goOnWithoutOutput(): void {
	process.stdout.on("error", () => undefined);
}

/**
 * Has the process end when standard output takes no more: quietly, with the exit status it has come to, where nobody reads
 * on, as with `| head`; else with a line that says why, and status 1.
 */
export function endWithOutput(): void {
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code === "EPIPE") process.exit();
		process.stderr.write(`standard output: ${visible(error.message)}\n`);
		process.exit(1);
	});
}
