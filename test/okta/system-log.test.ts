import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { ofTypes, readLog, readLogPage } from "../../src/okta/system-log.ts";
import { collect } from "../fixtures/collect.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { connect } from "../fixtures/okta/connect.ts";

const DAY = { since: "2026-03-02T00:00:00Z", until: "2026-03-03T00:00:00Z" };

function withEvents(...events: readonly [uuid: string, published: string, eventType?: string][]) {
	const connection = connect({ start: Date.UTC(2026, 2, 3) });
	for (const [uuid, published, eventType = "user.session.start"] of events) {
		connection.org.log.append(logEvent({ uuid, published, eventType }));
	}
	return connection;
}

const uuids = (events: readonly JsonObject[]) => events.map(({ uuid }) => uuid);

describe("between two times", () => {
	test("all events are read, in the order in which they were published", async () => {
		const { api } = withEvents(
			["later", "2026-03-02T10:00:00.000Z"],
			["before", "2026-03-01T23:59:59.999Z"],
			["earlier", "2026-03-02T00:00:00.000Z"],
			["after", "2026-03-03T00:00:00.000Z"],
		);
		expect(uuids(await collect(readLog(api, DAY)))).toEqual(["earlier", "later"]);
	});

	test("however many pages they fill", async () => {
		const events = Array.from({ length: 7 }, (_, at): [string, string] => [String(at), `2026-03-02T0${at}:00:00.000Z`]);
		const { api, org } = withEvents(...events);
		expect(await collect(readLog(api, { ...DAY, limit: 3 }))).toHaveLength(7);
		expect(org.calls).toHaveLength(3);
	});

	test("only those of some types, when asked so", async () => {
		const { api } = withEvents(
			["a", "2026-03-02T01:00:00.000Z", "zone.update"],
			["b", "2026-03-02T02:00:00.000Z", "zone.updated"],
			["c", "2026-03-02T03:00:00.000Z", "policy.lifecycle.delete"],
		);
		const filter = ofTypes(["zone.update", "policy.lifecycle.delete"]);
		expect(filter).toBe('eventType eq "zone.update" or eventType eq "policy.lifecycle.delete"');
		expect(uuids(await collect(readLog(api, { ...DAY, filter })))).toEqual(["a", "c"]);
	});
});

describe("polling", () => {
	test("goes on later from where it was, however late an event is stored", async () => {
		const { api, org } = withEvents(["first", "2026-03-02T10:00:00.000Z"]);
		const page = await readLogPage(api, { since: "2026-03-02T00:00:00Z" });
		expect(uuids(page.events)).toEqual(["first"]);
		const empty = await readLogPage(api, page.next as URL);
		expect(empty.events).toEqual([]);
		org.log.append(logEvent({ uuid: "late", published: "2026-03-02T09:00:00.000Z" }));
		// The cursor may be kept as text.
		const cursor = new URL(String(empty.next));
		expect(uuids((await readLogPage(api, cursor)).events)).toEqual(["late"]);
	});
});

test("what is no event is left out", async () => {
	const { api, org } = connect({ start: Date.UTC(2026, 2, 3) });
	org.script.push(Response.json([null, "event", logEvent({ uuid: "one" })]));
	expect(uuids((await readLogPage(api, DAY)).events)).toEqual(["one"]);
});

test("what Okta says of a wrong filter is told", async () => {
	const { api } = connect({ start: Date.UTC(2026, 2, 3) });
	await expect(readLogPage(api, { ...DAY, filter: "eventType is wrong" })).rejects.toThrow(
		/400\. E0000053: Invalid filter/,
	);
});
