import { beforeEach, expect, test } from "vitest";
import { AlertFinder } from "../../src/org/find-alert.ts";
import { MIGRATIONS, migrate } from "../../src/org/schema.ts";
import { openStores } from "../../src/org/stores.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const FIRST = ["CREATE TABLE one (a)", "CREATE TABLE two (b); INSERT INTO one VALUES (1)"];

/** An object whose tables were never made. */
function inEmptyStorage(steps: (storage: DurableObjectStorage, tables: () => string[]) => void): Promise<void> {
	return inStorage((storage) => {
		storage.kv.delete("schema");
		const query = "SELECT name FROM sqlite_master WHERE name IN ('one', 'two', 'three') ORDER BY name";
		steps(storage, () =>
			storage.sql
				.exec<{ name: string }>(query)
				.toArray()
				.map(({ name }) => name),
		);
	});
}

test("a new object gets all tables", () =>
	inEmptyStorage((storage, tables) => {
		migrate(storage, FIRST);
		expect(tables()).toEqual(["one", "two"]);
	}));

test("a later release adds only what is missing, and keeps what is there", () =>
	inEmptyStorage((storage, tables) => {
		migrate(storage, FIRST.slice(0, 1));
		storage.sql.exec("INSERT INTO one VALUES (0)");
		migrate(storage, [...FIRST, "CREATE TABLE three (c)"]);
		migrate(storage, [...FIRST, "CREATE TABLE three (c)"]);
		expect(tables()).toEqual(["one", "three", "two"]);
		expect(storage.sql.exec("SELECT a FROM one ORDER BY a").toArray()).toEqual([{ a: 0 }, { a: 1 }]);
	}));

test("a migration that fails changes nothing", () =>
	inEmptyStorage((storage, tables) => {
		migrate(storage, FIRST.slice(0, 1));
		expect(() => migrate(storage, [...FIRST, "CREATE TABLE one (again)"])).toThrow(/already exists/);
		expect(tables()).toEqual(["one"]);
		migrate(storage, FIRST);
		expect(tables()).toEqual(["one", "two"]);
	}));

test("an earlier release leaves the tables of a later one alone", () =>
	inEmptyStorage((storage) => {
		migrate(storage, FIRST);
		expect(() => migrate(storage, FIRST.slice(0, 1))).toThrow("deploy a newer one");
	}));

const HOUR = 3_600_000;

/** What an object of an earlier version has: alerts in all states, and the totals. */
function leaveBehind(storage: DurableObjectStorage, version: number): void {
	const tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf*'";
	for (const { name } of storage.sql.exec(tables).toArray()) storage.sql.exec(`DROP TABLE ${name}`);
	storage.kv.delete("schema");
	migrate(storage, MIGRATIONS.slice(0, version));
	const pending =
		"INSERT INTO pending (level, time, id, rule, actor, created, json) VALUES (5, '2040', ?, ?, 'a', ?, '{}')";
	const settled = "INSERT INTO settled VALUES (?, ?, ?, 5, '2040', ?, 'a', ?, 1, '', '{}')";
	storage.sql.exec(pending, "p:Often", "Often", START - 1);
	storage.sql.exec(settled, "delivered", START - HOUR, "a:Often", "Often", START - HOUR - 1);
	storage.sql.exec(settled, "delivered", START, "b:Once", "Once", START);
	storage.sql.exec(settled, "delivered", START + 1, "b:Once:storm", "Once", START + 1);
	storage.sql.exec(settled, "dead", START - 30 * HOUR, "c:Often", "Often", START - 30 * HOUR);
	storage.kv.put("tally", TOTALS);
}

const TOTALS = { deliveries: 7, lastDelivery: START, events: 5, duplicates: 4, rejected: 3, failed: 2, alerts: 9 };

test.each([1, 2, 3])(
	"what version %i left behind keeps its totals, and figures begin with what its alerts tell",
	(version) =>
		inStorage((storage) => {
			leaveBehind(storage, version);
			migrate(storage);
			const { figures } = openStores(storage, undefined);
			expect(figures.tally).toEqual(TOTALS);
			expect(figures.deliveredLastDay(START)).toBe(3);
			expect(figures.latency(START)).toEqual({ committed: null, delivered: null });
			const told = figures.hours(START).filter(({ alerts, delivered }) => alerts + delivered > 0);
			expect(told.map(({ at, alerts, delivered }) => [(at - START) / HOUR, alerts, delivered])).toEqual([
				[-30, 1, 0],
				[-2, 1, 0],
				[-1, 1, 1],
				[0, 1, 2],
			]);
			expect(figures.rules(START)).toEqual([
				{ rule: "Often", lastDay: 2, lastWeek: 3, total: 3, lastFired: START - 1 },
				{ rule: "Once", lastDay: 1, lastWeek: 1, total: 1, lastFired: START },
			]);
			expect(new AlertFinder(storage.sql).find("c:Often", "pending")).toMatchObject({
				entry: { state: "dead" },
				tries: [],
			});
		}),
);

test("what is counted after that is added to it, in the hour under way too", () =>
	inStorage((storage) => {
		leaveBehind(storage, 3);
		migrate(storage);
		const { figures } = openStores(storage, undefined);
		figures.commit(() => {
			figures.countAlert("Once", START + 2);
			figures.countDelivered({ time: new Date(START).toISOString(), replayed: 0 }, START + 2);
			figures.countDelivery({ events: 1, duplicates: 0, rejected: 0, failed: 0, alerts: 1 }, [], START + 2);
		});
		expect(figures.tally).toEqual({ ...TOTALS, deliveries: 8, lastDelivery: START + 2, events: 6, alerts: 10 });
		expect(figures.deliveredLastDay(START)).toBe(4);
		expect(figures.hours(START).at(-1)).toMatchObject({ deliveries: 1, events: 1, alerts: 2, delivered: 3 });
		expect(figures.rules(START).find(({ rule }) => rule === "Once")).toMatchObject({ total: 2, lastDay: 2 });
	}));
