import { beforeEach, expect, test } from "vitest";
import { AlertFinder } from "../../src/org/find-alert.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage, reading } from "./storage.ts";
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
		const { sql: watched, read } = reading(sql);
		const finder = new AlertFinder(watched);
		expect(finder.find("resolved", "pending", { time, at: START })).toMatchObject({ entry: { id: "resolved" } });
		expect(read()).toBeLessThan(600);
		expect(finder.find("resolved", "pending")).toMatchObject({ entry: { id: "resolved" } });
		expect(read()).toBeGreaterThan(20_000);
	}));
