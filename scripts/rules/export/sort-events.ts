import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JsonObject, jsonText, text } from "../../../src/okta/log-event.ts";
import { publishedTime } from "../../../src/okta/published.ts";

/** An event of a file and the line where it begins. */
export interface LineEvent {
	readonly line: number;
	readonly log: JsonObject;
}

/** An event on its way through the sort: its JSON on one line. */
interface Entry {
	readonly time: bigint;
	/** Its place among all, which decides between equal times. */
	readonly place: number;
	readonly line: number;
	readonly json: string;
}

/** How much is held in memory: JSON of events, in UTF-16 code units. */
const HELD = 16_000_000;

/** Most files that are read at once. */
const WIDTH = 40;

/**
 * Sorts events by `published`, however many there are, in memory of one size (an external merge sort): what does not fit
 * is written in sorted runs to files in a folder of its own, for its owner's eyes only, which are merged in the end.
 * Events of one time keep their order. Call `dispose` when done, whatever happened.
 */
export class EventSort {
	readonly #held: number;
	readonly #width: number;
	#folder: string | undefined;
	#entries: Entry[] = [];
	#size = 0;
	#count = 0;
	#runs: string[] = [];
	#written = 0;

	constructor({ held = HELD, width = WIDTH }: { readonly held?: number; readonly width?: number } = {}) {
		this.#held = held;
		this.#width = width;
	}

	/** How many events were added. */
	get count(): number {
		return this.#count;
	}

	async add({ line, log }: LineEvent): Promise<void> {
		const json = jsonText(log);
		this.#entries.push({ time: publishedTime(text(log.published)), place: this.#count++, line, json });
		this.#size += json.length;
		if (this.#size < this.#held) return;
		this.#spill();
		if (this.#runs.length >= this.#width) await this.#mergeRuns();
	}

	/** All events that were added, in order. */
	async *sorted(): AsyncGenerator<LineEvent> {
		this.#entries.sort(byTime);
		const sources = [...this.#runs.map(readRun), this.#entries.values()];
		for await (const { line, json } of merge(sources)) yield { line, log: JSON.parse(json) };
	}

	/** Deletes the files. */
	dispose(): void {
		if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
		this.#folder = undefined;
	}

	#spill(): void {
		const run = new RunWriter(this.#newRun());
		for (const entry of this.#entries.sort(byTime)) run.write(entry);
		run.close();
		this.#entries = [];
		this.#size = 0;
	}

	async #mergeRuns(): Promise<void> {
		const merged = this.#runs;
		this.#runs = [];
		const run = new RunWriter(this.#newRun());
		for await (const entry of merge(merged.map(readRun))) run.write(entry);
		run.close();
		for (const path of merged) unlinkSync(path);
	}

	#newRun(): string {
		this.#folder ??= mkdtempSync(join(tmpdir(), "okta-falco-events-"));
		const path = join(this.#folder, String(this.#written++));
		this.#runs.push(path);
		return path;
	}
}

function byTime(one: Entry, other: Entry): number {
	if (one.time !== other.time) return one.time < other.time ? -1 : 1;
	return one.place - other.place;
}

/** Entries of sorted sources, sorted. */
async function* merge(sources: readonly (AsyncIterator<Entry> | Iterator<Entry>)[]): AsyncGenerator<Entry> {
	const firsts: { entry: Entry; source: AsyncIterator<Entry> | Iterator<Entry> }[] = [];
	for (const source of sources) {
		const { value, done } = await source.next();
		if (!done) firsts.push({ entry: value, source });
	}
	while (firsts.length > 0) {
		let least = 0;
		for (let at = 1; at < firsts.length; at++) {
			if (byTime((firsts[at] as { entry: Entry }).entry, (firsts[least] as { entry: Entry }).entry) < 0) least = at;
		}
		const first = firsts[least] as (typeof firsts)[number];
		yield first.entry;
		const { value, done } = await first.source.next();
		if (done) firsts.splice(least, 1);
		else first.entry = value;
	}
}

const BATCH = 1_000_000;

class RunWriter {
	readonly #file: number;
	#batch = "";

	constructor(path: string) {
		this.#file = openSync(path, "wx", 0o600);
	}

	write({ time, place, line, json }: Entry): void {
		this.#batch += `${time} ${place} ${line} ${json}\n`;
		if (this.#batch.length > BATCH) this.#flush();
	}

	close(): void {
		this.#flush();
		closeSync(this.#file);
	}

	#flush(): void {
		const bytes = Buffer.from(this.#batch);
		for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
		this.#batch = "";
	}
}

async function* readRun(path: string): AsyncGenerator<Entry> {
	const decoder = new TextDecoder();
	let rest = "";
	for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) yield parseEntry(line);
	}
}

function parseEntry(written: string): Entry {
	const [, time = "", place, line, json = ""] = /^(\S+) (\S+) (\S+) (.*)$/su.exec(written) ?? [];
	return { time: BigInt(time), place: Number(place), line: Number(line), json };
}
