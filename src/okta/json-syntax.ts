/** Parsed JSON, or why it is none and where. */
export type ParsedJson =
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly reason: string };

/** Text → JSON value. The reason names line and column, both from 1, in UTF-16 code units. */
export function parseJson(text: string): ParsedJson {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch (error) {
		return { ok: false, reason: error instanceof SyntaxError ? syntaxError(text, error.message) : String(error) };
	}
}

/** V8 tells the place of most errors, but not of an unexpected token or end. */
function syntaxError(text: string, message: string): string {
	if (message.includes("at position")) return message.replace(/ in JSON at position \d+ \(/, " (");
	if (!UNEXPECTED_TOKEN.test(message)) return `${message} (${lineAndColumn(text, text.length)})`;
	const offset = unexpectedToken(text);
	return `Unexpected ${JSON.stringify(text.charAt(offset))} (${lineAndColumn(text, offset)})`;
}

const UNEXPECTED_TOKEN = /^Unexpected token /;

/** Where the token stands that must not: a text cut off before it is merely unfinished, one cut off after it is wrong. */
function unexpectedToken(text: string): number {
	let unfinished = 0;
	let wrong = text.length;
	while (wrong - unfinished > 1) {
		const middle = (unfinished + wrong) >> 1;
		if (isWrong(text.slice(0, middle))) wrong = middle;
		else unfinished = middle;
	}
	return unfinished;
}

function isWrong(text: string): boolean {
	try {
		JSON.parse(text);
		return false;
	} catch (error) {
		return error instanceof SyntaxError && UNEXPECTED_TOKEN.test(error.message);
	}
}

function lineAndColumn(text: string, offset: number): string {
	const lines = text.slice(0, offset).split("\n");
	return `line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
