import { messageOf } from "../message-of.ts";
import { Refusal } from "./refusal.ts";

/** Longest delivery that is taken, in bytes. Okta's events have 1.5 KB or so, and come one or a few at a time. */
export const BODY_MAX = 1024 * 1024;

/** How much is asked for at a time where the length is not told, in bytes. */
const PIECE = 64 * 1024;

/**
 * A request's body; undefined when it is longer than `BODY_MAX`. Bytes are counted as they come, whatever Content-Length
 * says, and no more of them are read than it takes to know. Where it is right the body is read in one go: each piece that
 * is waited for costs as much as parsing an event. Throws a `Refusal` with 503 when the body breaks off on its way.
 */
export async function readBody(request: Request): Promise<Uint8Array | undefined> {
	if (request.body === null) return new Uint8Array();
	try {
		return await readPieces(request.body.getReader({ mode: "byob" }), lengthTold(request));
	} catch (error) {
		const reason = messageOf(error);
		throw new Refusal(503, `the body broke off: ${reason}`, "not available");
	}
}

async function readPieces(reader: ReadableStreamBYOBReader, length: number): Promise<Uint8Array | undefined> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	// One byte more than there should be, as only a piece that is not filled is the last.
	for (let asked = length + 1; ; asked = PIECE) {
		const { value } = await reader.readAtLeast(asked, new Uint8Array(asked));
		if (value !== undefined) pieces.push(value);
		size += value?.byteLength ?? 0;
		if (size > BODY_MAX) {
			await reader.cancel();
			return undefined;
		}
		if (value === undefined || value.byteLength < asked) return joined(pieces, size);
	}
}

/** What Content-Length says, where it may be believed so far as to set so much memory aside. */
function lengthTold(request: Request): number {
	const length = Number(request.headers.get("Content-Length") ?? PIECE);
	return Number.isSafeInteger(length) && length >= 0 && length <= BODY_MAX ? length : PIECE;
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
	const [first] = pieces;
	if (first?.byteLength === size) return first;
	const bytes = new Uint8Array(size);
	let at = 0;
	for (const piece of pieces) {
		bytes.set(piece, at);
		at += piece.byteLength;
	}
	return bytes;
}
