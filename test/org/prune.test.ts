import { beforeEach, expect, test } from "vitest";
import { Pruner } from "../../src/org/prune.ts";
import { openStores } from "../../src/org/stores.ts";
import { NOT_SWEPT, writeSweepState } from "../../src/org/sweep-state.ts";
import { begin, deliver, falcosidekick, org, pass, ring, START } from "../worker/system.ts";
import { locks } from "./alerting-events.ts";
import { alarmIn, inStorage } from "./storage.ts";

beforeEach(begin);

const DAY = 86_400_000;

test.each([
	["a week, where the System Log is not read", false, 20],
	["as long as a sweep may meet it, where it is", true, 20],
	["a week, where the sweep is beyond that", true, 1],
])("what was taken in is recognised for %s", (_, isSwept, daysBehind) =>
	inStorage((storage) => {
		const stores = openStores(storage, undefined);
		const now = START + 20 * DAY;
		const old = { uuid: "old", published: new Date(START).toISOString() };
		stores.seen.enter([old], START);
		writeSweepState(storage, { ...NOT_SWEPT, sweptTo: now - daysBehind * DAY });
		new Pruner(stores, isSwept).run(now);
		expect(stores.seen.enter([old], now).known).toEqual(isSwept && daysBehind === 20 ? [old] : []);
	}),
);

test("what was delivered a month ago is forgotten, some at a time, and what is dead is kept", async () => {
	await falcosidekick([], [["09:00:01.", { status: 413 }]]);
	await deliver(locks(3));
	await ring();
	await inStorage(({ sql }) => {
		sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
			INSERT INTO settled SELECT state, at, id || i, level, time, rule, actor, created, attempts, reason, json, tries
			FROM settled, n WHERE id GLOB 'lock-0:*'`);
	});
	const count = () => inStorage(({ sql }) => sql.exec("SELECT count(*) AS n FROM settled").one().n);
	pass(29 * DAY);
	await ring();
	expect(await count()).toBe(703);
	pass(2 * DAY);
	await ring();
	expect(await count()).toBe(203);
	expect(await alarmIn()).toBe(1_000);
	pass(1_000);
	await ring();
	expect(await count()).toBe(1);
	expect((await org().watch()).alerts.dead).toBe(1);
});
