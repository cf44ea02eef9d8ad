import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serialize } from "node:v8";
import { beforeEach, expect, test } from "vitest";
import { StoredObject } from "../../../scripts/workerd/stored-object.ts";
import { NAMESPACE_KEY } from "../../../scripts/workerd/workerd-config.ts";

let storage: string;

beforeEach(() => {
	storage = mkdtempSync(join(tmpdir(), "stored-object-"));
	mkdirSync(join(storage, NAMESPACE_KEY));
	write("metadata.sqlite", "CREATE TABLE _cf_ALARM (a)");
});

function write(file: string, sql: string): void {
	const database = new DatabaseSync(join(storage, NAMESPACE_KEY, file));
	database.exec(sql);
	database.close();
}

test("it reads rows, numbers, tables and values as the object has stored them", () => {
	const value = serialize({ events: 7 }).toString("hex");
	write(
		"abc.sqlite",
		`CREATE TABLE pending (id TEXT); INSERT INTO pending VALUES ('a'), ('b');
		CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB); INSERT INTO _cf_KV VALUES ('tally', X'${value}');`,
	);
	const stored = new StoredObject(storage);
	expect(stored.file).toBe("abc.sqlite");
	expect(stored.rows("SELECT id FROM pending WHERE id > ?", "a")).toEqual([{ id: "b" }]);
	expect(stored.number("SELECT count(*) FROM pending")).toBe(2);
	expect(stored.schema()).toEqual({ pending: "CREATE TABLE pending (id TEXT)" });
	expect([stored.value("tally"), stored.value("none")]).toEqual([{ events: 7 }, undefined]);
	stored.close();
});

test("there must be one object", () => {
	expect(() => new StoredObject(storage)).toThrow("expected one object");
	write("abc.sqlite", "CREATE TABLE a (a)");
	write("def.sqlite", "CREATE TABLE a (a)");
	expect(() => new StoredObject(storage)).toThrow("found 2");
});
