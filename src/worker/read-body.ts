/** Longest delivery that is taken, in bytes. Okta's events have 1.5 KB or so, and come one or a few at a time. */
export const BODY_MAX = 1024 * 1024;

/**
 * A request's body; undefined when it is longer than `BODY_MAX`. Bytes are counted as they come, whatever Content-Length
 * says, and no more of them are read than it takes to know.
 */
export async function readBody(request: Request): Promise<Uint8Array | undefined> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	if (request.body !== null) {
		const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			size += next.value.byteLength;
			if (size > BODY_MAX) {
				await reader.cancel();
				return undefined;
			}
			chunks.push(next.value);
		}
	}
	return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
	const bytes = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.byteLength;
	}
	return bytes;
}
