import { describe, expect, test } from "vitest";
import { decode } from "../../src/worker/decode.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";

const INTAKE = {
	header: "Authorization",
	secrets: [],
	tokens: undefined,
	url: undefined,
	second: undefined,
	hosts: [],
};

function delivery(headers: Record<string, string>, body: BodyInit = JSON.stringify(eventHook([logEvent()]))): Request {
	const init = { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body };
	return new Request("https://okta-falco.example.com/okta/events", init);
}

describe("the encoding of a body", () => {
	test.each(["gzip", "br", "deflate", "gzip, gzip"])(
		"%s is not taken: Workers hand it over as it came",
		async (encoding) => {
			await expect(decode(delivery({ "Content-Encoding": encoding }), INTAKE)).rejects.toMatchObject({
				status: 415,
				message: `Content-Encoding is ${encoding}, not left out`,
			});
		},
	);

	test("may be said to be none", async () => {
		const hook = await decode(delivery({ "Content-Encoding": "identity" }), INTAKE);
		expect(hook.events).toHaveLength(1);
	});
});

test("a body that breaks off is refused so that Okta sends it again", async () => {
	const broken = new ReadableStream({
		type: "bytes",
		start(controller) {
			controller.enqueue(new TextEncoder().encode('{"data":{'));
			controller.error(new Error("Network connection lost."));
		},
	});
	await expect(decode(delivery({}, broken), INTAKE)).rejects.toMatchObject({
		status: 503,
		message: "the body broke off: Network connection lost.",
		answer: "not available",
	});
});

test("more events than Okta can mean are refused", async () => {
	const many = JSON.stringify({ data: { events: new Array(5001).fill(0) } });
	await expect(decode(delivery({}, many), INTAKE)).rejects.toMatchObject({ status: 413 });
});
