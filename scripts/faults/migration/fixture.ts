import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const DAY = 86_400_000;

/** Path of the storage that a version of src/org/schema.ts left behind, as SQL. */
export function fixtureOf(version: number): string {
	return join(import.meta.dirname, `version-${version}.sql`);
}

export function hasFixture(version: number): boolean {
	return existsSync(fixtureOf(version));
}

/**
 * Makes an object's file of the storage that a version left behind. Its times count from now, so that nothing in it is too
 * old to be kept: `{{now}}` stands for the time in milliseconds, `{{day}}` for the day that tables are named by.
 */
export function restoreFixture(version: number, file: string): void {
	const now = Date.now();
	const sql = readFileSync(fixtureOf(version), "utf8")
		.replaceAll("{{now}}", String(now))
		.replaceAll("{{day}}", String(Math.floor(now / DAY)));
	mkdirSync(dirname(file), { recursive: true });
	for (const part of ["", "-wal", "-shm"]) rmSync(file + part, { force: true });
	const database = new DatabaseSync(file);
	database.exec(sql);
	database.close();
}
