import { beforeEach, expect, test } from "vitest";
import { AlertFinder } from "../../src/org/find-alert.ts";
import type { Place } from "../../src/org/ledger.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";
import { alertAt, store } from "./stored-alerts.ts";

beforeEach(begin);

const HAPPENED = START - 400;

/** One alert in each state, each stored at `START`, and another of each state settled long after. */
function fill(sql: SqlStorage): void {
	store(sql, alertAt("waits", HAPPENED), START);
	for (const state of ["dead", "delivered", "resolved"] as const) {
		store(sql, alertAt(state, HAPPENED), START, [state, START + 900]);
		store(sql, alertAt(`${state} late`, HAPPENED), START, [state, START + 86_400_000]);
	}
	new Outbox(sql).suppress(alertAt("suppressed", HAPPENED), "too many", START);
}

const { time } = alertAt("", HAPPENED);

test.each([
	["waits", "held"],
	["dead", "dead"],
	["delivered", "delivered"],
	["delivered late", "delivered"],
	["resolved", "resolved"],
	["suppressed", "suppressed"],
])("%s is found, with a trace of it, with a wrong one and without", (id, state) =>
	inStorage(({ sql }) => {
		fill(sql);
		const finder = new AlertFinder(sql);
		for (const trace of [undefined, { time, at: START }, { time: "2039", at: START + 99 * 86_400_000 }]) {
			expect(finder.find(id, "held", trace)).toMatchObject({ entry: { id, state }, json: `{"id":"${id}"}` });
		}
	}),
);

test("what is not there is not found", () =>
	inStorage(({ sql }) => {
		fill(sql);
		const finder = new AlertFinder(sql);
		expect(finder.find("nobody", "pending")).toBeUndefined();
		expect(finder.find("nobody", "pending", { time, at: START })).toBeUndefined();
	}));

test("with a trace few rows are read, however many there are", () =>
	inStorage(({ sql }) => {
		fill(sql);
		sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
			INSERT INTO settled SELECT state, at + i, id || i, level, time, rule, actor, created, attempts, reason, json, tries
			FROM settled, n WHERE id = 'delivered'`);
		let read = 0;
		const exec = (query: string, ...bindings: unknown[]) => {
			const cursor = sql.exec(query, ...bindings);
			const rows = cursor.toArray();
			read += cursor.rowsRead;
			return { toArray: () => rows };
		};
		const finder = new AlertFinder({ exec } as unknown as SqlStorage);
		expect(finder.find("resolved", "pending", { time, at: START })).toMatchObject({ entry: { id: "resolved" } });
		expect(read).toBeLessThan(600);
		expect(finder.find("resolved", "pending")).toMatchObject({ entry: { id: "resolved" } });
		expect(read).toBeGreaterThan(20_000);
	}));

test("of some places the alerts that are there are told, each once", () =>
	inStorage(({ sql }) => {
		fill(sql);
		const places: Place[] = [
			{ table: "pending", level: 5, time, id: "waits" },
			{ table: "pending", level: 5, time, id: "delivered" },
			{ table: "delivered", at: START + 900, id: "delivered" },
			{ table: "delivered", at: START + 900, id: "delivered" },
			{ table: "dead", at: START, id: "dead" },
		];
		const entries = new AlertFinder(sql).entries(places, "pending");
		expect(entries.map(({ id, state }) => [id, state])).toEqual([
			["waits", "pending"],
			["delivered", "delivered"],
		]);
	}));
