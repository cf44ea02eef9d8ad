import { beforeEach, expect, test } from "vitest";
import { Changes } from "../../src/org/changes.ts";
import { RefusedDeliveries } from "../../src/org/refused-deliveries.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REASON = "the Authorization header has another secret";

/** What is known after refusals at some times from `START` on, and a while after the last of them. */
function after(times: readonly number[], later: number, taken: number) {
	return inStorage((storage) => {
		const lastDelivery = START + taken;
		const refused = () => new RefusedDeliveries(storage, new Changes());
		for (const time of times) refused().note(401, REASON, lastDelivery, START + time);
		const known = refused().lately(lastDelivery, START + (times.at(-1) ?? 0) + later);
		return known && { ...known, since: known.since - START, last: known.last - START };
	});
}

const NEVER = -START;

test.each([
	["none", [], 0, NEVER, null],
	["one", [0], 0, NEVER, { since: 0, last: 0 }],
	["one after the other", [0, 59 * MINUTE, 118 * MINUTE], 0, NEVER, { since: 0, last: 118 * MINUTE }],
	["one a day ago, and none taken since", [0], DAY, -1, null],
	["one not quite a day ago, and none taken since", [0], DAY - 1, -1, { since: 0, last: 0 }],
	["one an hour ago, and others taken since", [0], HOUR, MINUTE, null],
	["one not quite an hour ago, and others taken since", [0], HOUR - 1, MINUTE, { since: 0, last: 0 }],
	["one now and then in a quiet org", [0, 9 * HOUR, 18 * HOUR], 9 * HOUR, -1, { since: 0, last: 18 * HOUR }],
	["others, but before an hour in which some were taken", [0, HOUR], 0, MINUTE, { since: HOUR, last: HOUR }],
	["many at once, of which one is written", [0, 1, 29_999], 0, NEVER, { since: 0, last: 0 }],
	["many for a while", [0, 29_999, 30_000], 0, NEVER, { since: 0, last: 30_000 }],
])("of %s", async (_, times, later, taken, span) => {
	expect(await after(times, later, taken)).toEqual(span && { ...span, status: 401, reason: REASON });
});

test("who watches is told of what is written", () =>
	inStorage((storage) => {
		const changes = new Changes();
		const refused = new RefusedDeliveries(storage, changes);
		refused.note(403, "x".repeat(9_999), 0, START);
		expect(changes.take()).toBe(true);
		expect(refused.lately(0, START)?.reason).toHaveLength(500);
		refused.note(403, "x", 0, START + 1);
		expect(changes.take()).toBe(false);
	}));
