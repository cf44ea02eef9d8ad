import { createReadStream, statSync } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A file that is read once, from its beginning to its end. */
export interface Input {
	/** Its bytes; of a gzip file what is packed in it. Reading them throws when the file cannot be read. */
	readonly chunks: AsyncIterable<Uint8Array>;
	/** Size of the file itself, in bytes; 0 when nobody knows, as of standard input. */
	readonly size: number;
	/** Bytes of the file itself that were read so far. */
	readonly read: () => number;
}

const CHUNK = 1 << 20;
const GZIP = [0x1f, 0x8b];

/** Opens a file, or standard input for `-`. */
export function openInput(path: string): Input {
	let read = 0;
	async function* counted(): AsyncGenerator<Uint8Array> {
		const source: AsyncIterable<Uint8Array> =
			path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
		for await (const chunk of source) {
			read += chunk.length;
			yield chunk;
		}
	}
	const size = path === "-" ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
	return { chunks: unpacked(counted()), size, read: () => read };
}

async function* unpacked(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
	const { value: first, done } = await chunks.next();
	if (done || first === undefined) return;
	const all = startingWith(first, chunks);
	if (!GZIP.every((byte, at) => first[at] === byte)) {
		yield* all;
		return;
	}
	const gunzip = createGunzip();
	// A fault of either comes out of the loop below.
	pipeline(Readable.from(all), gunzip, () => undefined);
	yield* gunzip;
}

/** A sequence with something put before it again. */
export async function* startingWith<Item>(first: Item, rest: AsyncIterable<Item>): AsyncGenerator<Item> {
	yield first;
	yield* rest;
}
