import { pipeline, Readable } from "node:stream";
import { parse } from "csv-parse";
import { messageOf } from "../../../src/message-of.ts";
import { isJsonObject, type JsonObject, text } from "../../../src/okta/log-event.ts";
import { deliveredEvents } from "../delivered-events.ts";
import { CSV_REQUIRED, csvEvents } from "./csv-event.ts";
import { type Input, startingWith } from "./input.ts";
import { ELEMENT_MAX, type JsonElement, JsonElements, UnendingElement } from "./json-elements.ts";

/** An event of a file, or why there is none; and the line where it begins, from 1. */
export type FileEvent =
	| { readonly line: number; readonly log: JsonObject }
	| { readonly line: number; readonly problem: string };

/** How a file holds its events. */
export type FileFormat =
	/** A LogEvent on every line, or a delivery of an event hook. */
	| "json lines"
	/** An array of these, or some that take several lines each, as the System Log API gives them. */
	| "json"
	/** What the Admin Console downloads. */
	| "csv";

/** A file of events, of any size: what it holds is read as it is asked for. */
export interface EventFile {
	readonly format: FileFormat;
	/** Names of a CSV's columns. */
	readonly columns: readonly string[];
	readonly events: AsyncIterable<FileEvent>;
}

/** The file cannot be read as events at all; its message says why. */
export class NoEventFile extends Error {
	override readonly name = "NoEventFile";
}

/**
 * Finds out how the file holds its events, and reads them. What is wrong with one event is told in its place, and the
 * others go on.
 * @throws NoEventFile, now or while reading; Error of the file system when it cannot be read
 */
export async function openEvents({ chunks }: Input): Promise<EventFile> {
	const texts = decoded(chunks);
	let beginning = "";
	let next = await texts.next();
	while (!next.done && !/^\s*(?:\[|\S[^\n]*\n)/.test(beginning) && beginning.length < ELEMENT_MAX) {
		beginning += next.value;
		next = await texts.next();
	}
	const rest = next.done ? texts : startingWith(next.value, texts);
	const all = startingWith(beginning, rest);
	const format = formatOf(beginning);
	if (format === "csv") return openCsv(all);
	return { format, columns: [], events: format === "json" ? elementsOf(all) : linesOf(all) };
}

const COLUMN_NAMES = /^"?[A-Za-z][\w. ]*"?(?:,"?[A-Za-z][\w. ]*"?)+$/;

/** Told by the first line that is not blank: `[` and a lone `{` begin what goes on behind it. */
function formatOf(beginning: string): FileFormat {
	const first = /\S.*/.exec(beginning)?.[0].trim() ?? "";
	if (first === "{" || first.startsWith("[")) return "json";
	return COLUMN_NAMES.test(first) ? "csv" : "json lines";
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
	yield decoder.decode();
}

/** Only a line feed ends a line: `node:readline` also takes U+2028, which JSON text may hold. */
async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<FileEvent> {
	let rest = "";
	let line = 0;
	for await (const text of texts) {
		const lines = text.split("\n");
		lines[0] = rest + lines[0];
		rest = lines.pop() ?? "";
		for (const each of lines) yield* eventIn(each, ++line);
		if (rest.length > ELEMENT_MAX) throw new NoEventFile(`${line + 1}: begins a line that does not end`);
	}
	yield* eventIn(rest, ++line);
}

async function* elementsOf(texts: AsyncIterable<string>): AsyncGenerator<FileEvent> {
	const elements = new JsonElements();
	try {
		for await (const text of texts) yield* eventsOf(elements, elements.take(text));
		yield* eventsOf(elements, elements.end());
	} catch (error) {
		throw error instanceof UnendingElement ? new NoEventFile(error.message) : error;
	}
}

function* eventsOf(elements: JsonElements, given: Iterable<JsonElement>): Generator<FileEvent> {
	for (const { text, line } of given) if (!(yield* eventIn(text, line))) elements.retreat();
}

/** Gives what a text holds. Returns whether it is JSON. */
function* eventIn(text: string, line: number): Generator<FileEvent, boolean> {
	if (text.trim() === "") return true;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		yield { line, problem: messageOf(error) };
		return false;
	}
	for (const log of deliveredEvents(value) ?? [value]) yield { line, ...logOrProblem(log) };
	return true;
}

function logOrProblem(log: unknown): { readonly log: JsonObject } | { readonly problem: string } {
	if (!isJsonObject(log)) return { problem: "is not a JSON object" };
	// What the System Log API answers in place of a page, where a token has run out or a rate limit is reached.
	const { errorCode, errorSummary, eventType } = log;
	if (errorCode === undefined || errorSummary === undefined || eventType !== undefined) return { log };
	return { problem: `is no event, but Okta's error ${text(errorCode)}: ${text(errorSummary)}` };
}

type CsvRow = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

async function openCsv(texts: AsyncIterable<string>): Promise<EventFile> {
	const skipped: FileEvent[] = [];
	/** The last line that a row was read from. */
	let read = 0;
	const parser = parse({
		info: true,
		relax_column_count: true,
		skip_empty_lines: true,
		max_record_size: ELEMENT_MAX,
		on_record: (record, { lines }) => {
			read = lines;
			return record;
		},
		skip_records_with_error: true,
		on_skip: (error) => {
			const line = Number(error?.lines ?? 0);
			// It tells every fault of a row, and where the fault is: of an open quote that is lines behind the row.
			if (line > read) skipped.push({ line: read + 1, problem: error?.message ?? "is no row" });
			read = line;
		},
	});
	// A fault of either comes out of the iterator.
	pipeline(Readable.from(texts), parser, () => undefined);
	const rows: AsyncIterator<CsvRow> = parser[Symbol.asyncIterator]();
	const header = await rows.next();
	const columns = header.done ? [] : header.value.record.map((name) => name.trim());
	const missing = CSV_REQUIRED.filter((column) => !columns.includes(column));
	if (missing.length > 0)
		throw new NoEventFile(`1: is no export of the System Log: it has no column ${missing.join(", ")}`);
	return { format: "csv", columns, events: rowsOf(rows, columns, skipped) };
}

async function* rowsOf(
	rows: AsyncIterator<CsvRow>,
	columns: readonly string[],
	skipped: FileEvent[],
): AsyncGenerator<FileEvent> {
	const toEvent = csvEvents(columns);
	for (let row = await rows.next(); !row.done; row = await rows.next()) {
		yield* skipped.splice(0);
		const { record, info } = row.value;
		const line = info.lines - lineFeedsIn(record);
		if (record.length === columns.length) yield { line, log: toEvent(record) };
		else yield { line, problem: `has ${record.length} cells, not ${columns.length}` };
	}
	yield* skipped;
}

function lineFeedsIn(record: readonly string[]): number {
	return record.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
}
