import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import { hasFixture, restoreFixture } from "../../../../scripts/faults/migration/fixture.ts";

const FIXTURES = join(import.meta.dirname, "../../../../scripts/faults/migration");
const VERSIONS = readdirSync(FIXTURES).flatMap((name) => /^version-(\d+)\.sql$/.exec(name)?.[1] ?? []);

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "fixture-"));
});

test.each(VERSIONS)("version %s has rows in every table, with times of today", (version) => {
	const file = join(folder, "namespace", "object.sqlite");
	restoreFixture(Number(version), file);
	const database = new DatabaseSync(file);
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE sql IS NOT NULL").all();
	const rows = tables.map(({ name }) => database.prepare(`SELECT count(*) AS n FROM ${name}`).get()?.n);
	const created = database.prepare("SELECT max(created) AS at FROM pending").get()?.at;
	database.close();
	expect(rows.every((count) => Number(count) > 0)).toBe(true);
	expect(tables.map(({ name }) => name)).toContain(`seen_${Math.floor(Date.now() / 86_400_000)}`);
	expect(Math.abs(Date.now() - Number(created))).toBeLessThan(3_600_000);
});

test("there is no version before the first", () => {
	expect([hasFixture(0), hasFixture(1)]).toEqual([false, true]);
});
