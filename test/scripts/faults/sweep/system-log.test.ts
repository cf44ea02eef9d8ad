import { afterEach, beforeEach, expect, test } from "vitest";
import { Random } from "../../../../scripts/faults/random.ts";
import { SystemLog } from "../../../../scripts/faults/sweep/system-log.ts";
import { makeUser, opensJira } from "../../../../scripts/faults/test-event.ts";
import { OktaApi } from "../../../../src/okta/api/client.ts";
import { readApiAccess } from "../../../../src/okta/api/credentials.ts";
import { Transport } from "../../../../src/okta/api/transport.ts";
import { type LogPage, readLogPage } from "../../../../src/okta/system-log.ts";

const ORG = new URL("https://okta.example.com");
const NOON = Date.parse("2026-03-02T12:00:00Z");

let log: SystemLog;

beforeEach(async () => {
	log = await SystemLog.start("the-token", new Random(1, "log"));
});
afterEach(() => log.close());

/** The API that the Worker reads the log with, led to this machine. */
async function api(token: string): Promise<OktaApi> {
	const transport = new Transport({
		fetch: (url, init) => fetch(new URL(`${url.pathname}${url.search}`, `http://127.0.0.1:${log.port}`), init),
	});
	const access = await readApiAccess({ OKTA_API_TOKEN: token }, { org: ORG, scopes: [], transport });
	if (!access.ok) throw new Error("no access");
	return new OktaApi({ org: ORG, authorization: access.authorization, transport });
}

/** Events a second apart, from a second of noon on. */
function events(count: number, first = 0) {
	return Array.from({ length: count }, (_, index) => {
		return opensJira(makeUser("a"), `${first + index}`, NOON + (first + index) * 1_000).event;
	});
}

const query = { since: "2026-03-02T12:00:10.000Z", sortOrder: "ASCENDING", limit: 1_000 } as const;
const secondsOf = ({ events }: LogPage) =>
	events.map(({ published }) => Date.parse(String(published)) / 1_000 - NOON / 1_000);

test("the Worker's own client reads it from a time on, page by page, and later goes on where it ended", async () => {
	const okta = await api("the-token");
	log.append(events(200));
	const seconds: number[] = [];
	const first = await readLogPage(okta, query);
	let page = first;
	while (page.events.length > 0 && page.next !== undefined) {
		seconds.push(...secondsOf(page));
		page = await readLogPage(okta, page.next);
	}
	expect(first.events.length).toBeGreaterThanOrEqual(100);
	expect(seconds).toEqual(Array.from({ length: 190 }, (_, index) => 10 + index));
	log.append(events(3, 500));
	const later = page.next && secondsOf(await readLogPage(okta, page.next));
	expect(later).toEqual([500, 501, 502]);
});

test("it is empty before anything happens, and can be gone on with from there", async () => {
	const okta = await api("the-token");
	const { events: none, next } = await readLogPage(okta, query);
	log.append(events(2, 20));
	expect([none, next && secondsOf(await readLogPage(okta, next))]).toEqual([[], [20, 21]]);
	expect(log.pages).toBe(2);
});

test("it is open to nobody else, and there is nothing beside it", async () => {
	await expect(readLogPage(await api("another"), query)).rejects.toThrow("401");
	await expect((await api("the-token")).page("/api/v1/users")).rejects.toThrow("404");
});
