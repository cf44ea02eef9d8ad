import { createReadStream } from "node:fs";

/** A line of a file, without its end, and its number from 1. */
export interface Line {
	readonly number: number;
	readonly text: string;
	/** Bytes of the file read so far. */
	readonly read: number;
}

/**
 * The lines of a file, or of standard input for `-`. Only a line feed ends a line: `node:readline` also takes U+2028,
 * which JSON text may hold.
 * @throws Error when the file cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
	const input: AsyncIterable<Uint8Array> = path === "-" ? process.stdin : createReadStream(path);
	const decoder = new TextDecoder();
	let rest = "";
	let number = 0;
	let read = 0;
	for await (const chunk of input) {
		read += chunk.length;
		const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
		rest = lines.pop() ?? "";
		for (const text of lines) yield { number: ++number, text: text.replace(/\r$/, ""), read };
	}
	rest += decoder.decode();
	if (rest !== "") yield { number: ++number, text: rest, read };
}
