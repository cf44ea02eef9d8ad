import { beforeEach, expect, test } from "vitest";
import { UP } from "../../src/org/destination-state.ts";
import { type Reports, standing } from "../../src/org/standing.ts";
import { openStores } from "../../src/org/stores.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage, reading } from "./storage.ts";
import { alertAt, pendingOf, store } from "./stored-alerts.ts";

beforeEach(begin);

const REPORTS: Reports = { destination: UP, sweep: null, silences: [] };

test("says how many alerts wait and are dead, what waits longest and why", () =>
	inStorage((storage) => {
		const { sql } = storage;
		const stores = openStores(storage, undefined);
		expect(standing(stores, REPORTS, START)).toMatchObject({
			alerts: { pending: 0, held: 0, dead: 0, deliveredLastDay: 0 },
			oldestPending: null,
			oldestReason: "",
		});
		store(sql, alertAt("dead", START), START, ["dead", START]);
		store(sql, alertAt("resolved", START), START, ["resolved", START]);
		store(sql, alertAt("suppressed", START), START, ["suppressed", START]);
		store(sql, alertAt("delivered", START), START, ["delivered", START]);
		store(sql, alertAt("new", START), START + 9);
		store(sql, alertAt("old", START + 20, { level: 7 }), START + 1);
		stores.outbox.defer(pendingOf(sql, "old"), { strikes: 0, nextTry: 0 }, "503", START + 30);
		stores.figures.commit(() => stores.figures.countDelivered({ time: "2040", replayed: 0 }, START));
		stores.setAsides.add({ kind: "failed", at: START, source: "", reason: "", text: "" });
		const expected = {
			oldestPending: START + 1,
			oldestReason: "503",
			setAside: { rejected: 0, failed: 1 },
			okta: { deliveries: 0, lastDelivery: 0 },
			...REPORTS,
		};
		expect(standing(stores, REPORTS, START)).toMatchObject({
			alerts: { pending: 2, held: 0, dead: 1, deliveredLastDay: 1 },
			...expected,
		});
		const destination = { ...UP, state: "misconfigured" } as const;
		expect(standing(stores, { ...REPORTS, destination }, START).alerts).toMatchObject({ pending: 0, held: 2 });
	}));

test("reads as many rows as alerts wait or are dead, and of a history of any length no more", () =>
	inStorage((storage) => {
		const { sql } = storage;
		store(sql, alertAt("waits", START), START);
		for (const [id, state] of [
			["d", "delivered"],
			["x", "dead"],
			["s", "suppressed"],
		] as const) {
			store(sql, alertAt(id, START), START, [state, START]);
		}
		sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
			INSERT INTO settled SELECT state, at + i, id || i, level, time, rule, actor, created, attempts, reason, json, tries
			FROM settled, n WHERE id IN ('d', 's') OR (id = 'x' AND i < 50)`);
		const { sql: counting, read } = reading(sql);
		const watched = { sql: counting, kv: storage.kv } as unknown as DurableObjectStorage;
		const stores = { ...openStores(storage, undefined), storage: watched };
		expect(standing(stores, REPORTS, START).alerts).toMatchObject({ pending: 1, dead: 50 });
		expect(read()).toBeLessThan(60);
	}));
