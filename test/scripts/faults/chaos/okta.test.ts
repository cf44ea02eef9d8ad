import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { oktaOrg } from "../../../../scripts/demo/okta-org.ts";
import { UnreliableOkta } from "../../../../scripts/faults/chaos/okta.ts";
import { Random } from "../../../../scripts/faults/random.ts";
import { locked, makeUser } from "../../../../scripts/faults/test-event.ts";

const EVENTS = Array.from({ length: 300 }, (_, index) => locked(makeUser("a"), `${index}`, 0));

let server: Server;

afterEach(() => server.close());

/** An Okta that delivers to what gives these answers, and the uuids of all deliveries that were answered 204. */
async function oktaBefore(status: (delivery: number) => number) {
	const taken: string[][] = [];
	let deliveries = 0;
	server = createServer(async (request, response) => {
		const { data } = (await json(request)) as { data: { events: { uuid: string }[] } };
		const answer = status(deliveries++);
		if (answer === 204) taken.push(data.events.map(({ uuid }) => uuid));
		response.writeHead(answer).end();
	}).listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/okta/events`);
	const hook = { id: "who1", header: "Authorization", secret: "secret", url };
	const okta = new UnreliableOkta(oktaOrg("https://acme.okta.com", hook), new Random(1, "okta"));
	return { okta, taken };
}

test("every event is taken, some more than once, in deliveries of several sizes and in no order", async () => {
	const { okta, taken } = await oktaBefore(() => 204);
	await okta.deliver(EVENTS, () => false);
	const ids = EVENTS.map(({ id }) => id);
	expect(okta.taken).toBe(EVENTS.length);
	expect(new Set(taken.flat())).toEqual(new Set(ids));
	expect(taken.flat().length).toBeGreaterThan(EVENTS.length);
	expect(new Set(taken.map((delivery) => delivery.length)).size).toBeGreaterThan(3);
	expect(okta.counts.redelivered).toBeGreaterThan(0);
	expect(okta.counts.lost).toBe(0);
});

test("what was lost twice comes again in other company until it is taken", async () => {
	const { okta, taken } = await oktaBefore((delivery) => (delivery % 5 < 3 ? 503 : 204));
	await okta.deliver(EVENTS, () => false);
	expect(new Set(taken.flat()).size).toBe(EVENTS.length);
	expect(okta.counts.lost).toBeGreaterThan(0);
	expect(okta.refusals).toEqual([]);
});

test("what was refused is not sent again, but told", async () => {
	const { okta, taken } = await oktaBefore((delivery) => (delivery === 3 ? 401 : 204));
	await okta.deliver(EVENTS, () => false);
	expect(okta.refusals).toEqual(["401"]);
	expect(okta.taken).toBe(new Set(taken.flat()).size);
	expect(okta.taken).toBeLessThan(EVENTS.length);
});

test("it gives up when it is told that all is over", async () => {
	const { okta } = await oktaBefore(() => 503);
	await okta.deliver(EVENTS, () => okta.counts.lost > 10);
	expect(okta.taken).toBe(0);
});
