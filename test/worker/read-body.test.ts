import { describe, expect, test } from "vitest";
import { BODY_MAX, readBody } from "../../src/worker/read-body.ts";

/** A request whose body comes in pieces of these sizes, and what was asked of it. */
function request(sizes: readonly number[], headers: Record<string, string>) {
	const left = [...sizes];
	let isCancelled = false;
	let sent = 0;
	const body = new ReadableStream({
		type: "bytes",
		pull(controller) {
			const size = left.shift();
			if (size === undefined) {
				controller.close();
				controller.byobRequest?.respond(0);
				return;
			}
			controller.enqueue(Uint8Array.from({ length: size }, () => sent++));
		},
		cancel() {
			isCancelled = true;
		},
	});
	return {
		request: new Request("https://okta-falco.example.com/", { method: "POST", headers, body }),
		left,
		isCancelled: () => isCancelled,
	};
}

const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => at);

describe.each([
	["right", (length: number) => ({ "Content-Length": String(length) })],
	["missing", () => ({})],
	["too small", (length: number) => ({ "Content-Length": String(Math.floor(length / 2)) })],
	["too large", (length: number) => ({ "Content-Length": String(length * 2 + 1) })],
	["enormous", () => ({ "Content-Length": "999999999999999999999" })],
	["no number", () => ({ "Content-Length": "-1.5e3 bytes" })],
])("where Content-Length is %s", (_, headers) => {
	test.each([[[]], [[1]], [[3_000]], [[1_000, 1, 2_000]], [[65_536]], [[65_536, 65_536, 1]], [[400_000, 100_000]]])(
		"a body that comes as %j is read whole",
		async (sizes) => {
			const length = sizes.reduce((sum, size) => sum + size, 0);
			const read = await readBody(request(sizes, headers(length)).request);
			expect(read?.byteLength).toBe(length);
			expect(read).toEqual(bytes(length));
		},
	);

	test("one of the greatest length is read, one that is a byte longer is not", async () => {
		const pieces = Array(16).fill(BODY_MAX / 16);
		expect((await readBody(request(pieces, headers(BODY_MAX)).request))?.byteLength).toBe(BODY_MAX);
		const longer = request([...pieces, 1], headers(BODY_MAX + 1));
		expect(await readBody(longer.request)).toBeUndefined();
	});

	test("one without an end is given up soon", async () => {
		const { request: endless, left, isCancelled } = request(Array(100).fill(64 * 1024), headers(3_000));
		expect(await readBody(endless)).toBeUndefined();
		expect([isCancelled(), left.length > 70]).toEqual([true, true]);
	});
});

test("no body is an empty one", async () => {
	expect(await readBody(new Request("https://okta-falco.example.com/"))).toEqual(new Uint8Array());
});

test("one that breaks off is refused with 503, whoever reads it", async () => {
	const body = new ReadableStream({
		type: "bytes",
		start: (controller) => controller.error(new Error("Network connection lost.")),
	});
	const broken = new Request("https://okta-falco.example.com/status/sign-in", { method: "POST", body });
	await expect(readBody(broken)).rejects.toMatchObject({
		status: 503,
		message: "the body broke off: Network connection lost.",
		answer: "not available",
	});
});
