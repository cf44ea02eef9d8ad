import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { type OktaOrg, oktaOrg } from "../../../scripts/demo/okta-org.ts";
import { listen } from "../../../scripts/listen.ts";

interface Received {
	readonly method: string | undefined;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

/** An org whose hook is a server that gives these answers, one after the other and then the last one again. */
async function orgWithHook(...answers: RequestListener[]): Promise<{ org: OktaOrg; received: Received[] }> {
	const received: Received[] = [];
	const server = createServer(async (request, response) => {
		received.push({ method: request.method, headers: request.headers, body: await text(request) });
		const answer = answers[Math.min(received.length, answers.length) - 1];
		answer?.(request, response);
	});
	const { port, close } = await listen(server);
	closers.push(close);
	const url = new URL(`http://127.0.0.1:${port}/okta/events`);
	const hook = { id: "whoDEMO", url, header: "Authorization", secret: "Basic c2VjcmV0" };
	return { org: oktaOrg("https://okta.example.com", hook), received };
}

const answers =
	(status: number, body = ""): RequestListener =>
	(_, response) =>
		response.writeHead(status).end(body);
const drops: RequestListener = (request) => request.socket.destroy();
const echoes: RequestListener = (request, response) =>
	response.end(JSON.stringify({ verification: request.headers["x-okta-verification-challenge"] }));

const BUILT_AT = new Date("2026-01-15T14:22:12.345Z");
const EVENT = { uuid: "u1", eventType: "user.session.start", published: "2026-01-15T14:22:07.000Z" };

test("the verification is a GET with the secret and a challenge, which is wanted back", async () => {
	const { org, received } = await orgWithHook(echoes);
	await org.verifyHook();
	expect(received).toHaveLength(1);
	expect(received[0]).toMatchObject({ method: "GET", headers: { authorization: "Basic c2VjcmV0" } });
});

test("a fault passes when it is gone at the second try", async () => {
	const { org, received } = await orgWithHook(answers(503), echoes);
	await org.verifyHook();
	expect(received).toHaveLength(2);
});

test.each([
	["the secret is refused", answers(401, '{"error":"unauthorized"}'), '401: {"error":"unauthorized"}', 1],
	["another challenge comes back", answers(200, '{"verification":"x"}'), '200: {"verification":"x"}', 1],
	["the answer is no JSON", answers(200, "ok"), "200: ok", 1],
	["it fails twice", answers(500), "500", 2],
	["nobody answers", drops, "no answer", 2],
])("a hook is not verified when %s", async (_, answer, reason, tries) => {
	const { org, received } = await orgWithHook(answer);
	await expect(org.verifyHook()).rejects.toThrow(`Okta could not verify the Event Hook: it answered ${reason}`);
	expect(received).toHaveLength(tries);
});

test("a delivery has Okta's headers and envelope", async () => {
	const { org, received } = await orgWithHook(answers(204));
	expect(await org.deliver([EVENT], BUILT_AT)).toMatchObject({ delivered: true, answer: "204" });
	expect(received[0]).toMatchObject({
		method: "POST",
		headers: {
			accept: "application/json",
			"content-type": "application/json",
			authorization: "Basic c2VjcmV0",
			"user-agent": "Okta Hook Service v1.0.0 - whoDEMO",
		},
	});
	expect(JSON.parse(received[0]?.body ?? "")).toEqual({
		eventType: "com.okta.event_hook",
		eventTypeVersion: "1.0",
		cloudEventsVersion: "0.1",
		source: "https://okta.example.com/api/v1/eventHooks/whoDEMO",
		eventId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
		data: { events: [EVENT] },
		eventTime: "2026-01-15T14:22:12.345Z",
		contentType: "application/json",
	});
});

test("what is sent again is the same to the last byte; another delivery has another id", async () => {
	const { org, received } = await orgWithHook(answers(200));
	const delivery = await org.deliver([EVENT], BUILT_AT);
	await org.redeliver(delivery);
	await org.deliver([EVENT], BUILT_AT);
	expect(received[1]?.body).toBe(received[0]?.body);
	expect(JSON.parse(received[2]?.body ?? "").eventId).not.toBe(delivery.envelope.eventId);
});

test.each([
	["a 5xx once", [answers(503), answers(204)], true, 2],
	["a dropped connection once", [drops, answers(200)], true, 2],
	["a 5xx twice", [answers(503)], false, 2],
	["a 4xx", [answers(429)], false, 1],
	["a redirect, which is not followed", [answers(302)], false, 1],
])("Okta tries at most twice: %s", async (_, hook, delivered, tries) => {
	const { org, received } = await orgWithHook(...hook);
	expect(await org.deliver([EVENT], BUILT_AT)).toMatchObject({ delivered });
	expect(received).toHaveLength(tries);
});
