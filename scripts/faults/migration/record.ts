import { writeFileSync } from "node:fs";
import type { StoredObject } from "../../workerd/stored-object.ts";
import { Catcher } from "../catcher.ts";
import type { Setting } from "../check.ts";
import { Deployment } from "../deployment.ts";
import { fixtureOf, hasFixture } from "./fixture.ts";
import { makeFresh } from "./migration.ts";

const DAY = 86_400_000;

/**
 * Records the storage that this release leaves behind, for later ones to be held against: that of the version before,
 * brought up to date. To be done once a migration is written; resolves with the file's path. Rejects when there is a file of
 * that version, as what was released does not change, or none of the version before.
 */
export async function recordVersion(setting: Setting): Promise<string> {
	const { version, file } = await makeFresh(setting);
	const path = fixtureOf(version);
	if (hasFixture(version)) throw new Error(`${path} exists: delete it first, if version ${version} was never released`);
	if (!hasFixture(version - 1)) throw new Error(`there is no ${fixtureOf(version - 1)} to start from`);
	const falcosidekick = await Catcher.start();
	const falcosidekickUrl = falcosidekick.url;
	const { workspace, bundle } = setting;
	const deployment = new Deployment({ workspace, name: "record", bundle, falcosidekickUrl, alertsPerSecond: 1 });
	try {
		(await deployment.restore(version - 1, file)).close();
		await deployment.start();
		await deployment.ask("GET", "status");
		const stored = await deployment.open();
		writeFileSync(path, toSql(stored, version, Date.now()));
		stored.close();
		return path;
	} finally {
		await deployment.kill();
		await falcosidekick.close();
	}
}

/** Statements that make such a storage again, at another time. */
function toSql(stored: StoredObject, version: number, now: number): string {
	const today = `_${Math.floor(now / DAY)}`;
	const daily = (name: string) => (name.endsWith(today) ? `${name.slice(0, -today.length)}_{{day}}` : name);
	const tables = [
		...Object.entries(stored.schema()),
		["_cf_KV", "CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"],
	] as const;
	const parts = tables.map(([name, statement]) => {
		const rows = stored.rows(`SELECT * FROM ${name}`).filter(({ key }) => name !== "_cf_KV" || key !== "prune");
		const values = rows.map((row) =>
			Object.values(row)
				.map((value) => literal(value, now))
				.join(", "),
		);
		const inserts = values.map((list) => `INSERT INTO ${daily(name)} VALUES (${list});\n`);
		return `${statement.replace(name, daily(name))};\n${inserts.join("")}`;
	});
	const heading = `-- An object's storage as version ${version} of src/org/schema.ts left it. {{now}} is the time in milliseconds, {{day}} in days.`;
	return [heading, ...parts].join("\n\n");
}

/** A value in SQL; times of late count from now. */
function literal(value: unknown, now: number): string {
	if (value === null) return "NULL";
	if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString("hex")}'`;
	if (typeof value === "number") return Math.abs(value - now) < DAY ? `{{now}} + ${value - now}` : String(value);
	return `'${String(value).replaceAll("'", "''")}'`;
}
