import { beforeEach, expect, test } from "vitest";
import { migrate } from "../../src/org/schema.ts";
import { begin } from "../worker/system.ts";
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
