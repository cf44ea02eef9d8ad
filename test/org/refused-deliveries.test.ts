import { beforeEach, expect, test } from "vitest";
import { Changes } from "../../src/org/changes.ts";
import { RefusedDeliveries } from "../../src/org/refused-deliveries.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REASON = "the Authorization header has another secret";

/** What is known after refusals at some times from `START` on, and a while after the last of them. */
function after(times: readonly number[], later = 0) {
	return inStorage((storage) => {
		for (const time of times) new RefusedDeliveries(storage, new Changes()).note(401, REASON, START + time);
		const known = new RefusedDeliveries(storage, new Changes()).lately(START + (times.at(-1) ?? 0) + later);
		return known && { ...known, since: known.since - START, last: known.last - START };
	});
}

test.each([
	["none", [], 0, null],
	["one", [0], 0, { since: 0, last: 0 }],
	["one after the other", [0, 59 * MINUTE, 118 * MINUTE], 0, { since: 0, last: 118 * MINUTE }],
	["one an hour ago", [0], HOUR, null],
	["one not quite an hour ago", [0], HOUR - 1, { since: 0, last: 0 }],
	["others, but before an hour without", [0, HOUR], 0, { since: HOUR, last: HOUR }],
	["many at once, of which one is written", [0, 1, 29_999], 0, { since: 0, last: 0 }],
	["many for a while", [0, 29_999, 30_000], 0, { since: 0, last: 30_000 }],
])("of %s", async (_, times, later, times_) => {
	expect(await after(times, later)).toEqual(times_ && { ...times_, status: 401, reason: REASON });
});

test("who watches is told of what is written", () =>
	inStorage((storage) => {
		const changes = new Changes();
		const refused = new RefusedDeliveries(storage, changes);
		refused.note(403, "x".repeat(9_999), START);
		expect(changes.take()).toBe(true);
		expect(refused.lately(START)?.reason).toHaveLength(500);
		refused.note(403, "x", START + 1);
		expect(changes.take()).toBe(false);
	}));
