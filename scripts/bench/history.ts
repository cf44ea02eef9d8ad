import type { StoredObject } from "../workerd/stored-object.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** How much an org's object has behind it, and over how many days that came. */
export const HISTORY = { events: 1_000_000, alerts: 50_000, days: 30, rules: 100 };

/** Days for which uuids are kept. */
const SEEN_DAYS = 8;

/** Alerts that are there are what the others are made like, in turn. */
const LIKE = "SELECT row_number() OVER () - 1 AS number, * FROM settled";

/** Numbers from 0, as the table `n` with the column `i`. */
const numbers = (count: number) => `n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})`;

const UUID = "printf('%08x-17e4-11f1-a000-000000000000', i)";

/** Gives an object a history: rows as it writes them, made like the few that it has written. Its Worker must not run. */
export function makeHistory(stored: StoredObject, now: number): void {
	stored.change("BEGIN");
	makeSeen(stored, now);
	makeEvidence(stored, now);
	makeSettled(stored, now);
	makeHours(stored, now);
	makeRules(stored, now);
	stored.change("COMMIT");
}

/** Has as many alerts wait besides. */
export function makeBacklog(stored: StoredObject, now: number): void {
	stored.change(`WITH RECURSIVE ${numbers(HISTORY.alerts)}, like AS (${LIKE} LIMIT 100)
		INSERT INTO pending (level, time, id, rule, actor, created, attempts, reason, json, tries)
		SELECT level, ${timeOf(`${now} - i * 100`)}, 'waits-' || i || ':' || rule, rule, actor, ${now} - i * 100, 1, '503', json, tries
		FROM n JOIN like ON number = i % 100`);
}

/** An alert's time of its event, of an SQL expression in milliseconds. */
function timeOf(milliseconds: string): string {
	return `strftime('%Y-%m-%dT%H:%M:%S', (${milliseconds}) / 1000, 'unixepoch') || '.123000000Z'`;
}

/** When alert number `i` was stored: they are spread over the days, the first one just now. */
function storedAt(now: number): string {
	return `${now} - i * ${Math.floor((HISTORY.days * DAY) / HISTORY.alerts)}`;
}

function makeSeen(stored: StoredObject, now: number): void {
	for (const day of days(SEEN_DAYS, now)) {
		const table = tableLike(stored, "seen", day);
		stored.change(`WITH RECURSIVE ${numbers(HISTORY.events / SEEN_DAYS)}
			INSERT INTO ${table} SELECT printf('%08x-17e4-11f1-b000-${String(day).padStart(12, "0")}', i) FROM n`);
	}
}

function makeEvidence(stored: StoredObject, now: number): void {
	const [newest] = days(1, now);
	for (const day of days(HISTORY.days + 1, now)) {
		const table = tableLike(stored, "evidence", day);
		stored.change(`WITH RECURSIVE ${numbers(HISTORY.alerts)}, like AS (
				SELECT row_number() OVER () - 1 AS number, source, json FROM evidence_${newest} WHERE uuid NOT LIKE '%-a000-0000%' LIMIT 50
			)
			INSERT INTO ${table} SELECT ${UUID}, ${storedAt(now)}, ${timeOf(`${storedAt(now)} - 1000`)}, source, json
			FROM n JOIN like ON number = i % 50 WHERE (${storedAt(now)}) / ${DAY} = ${day}`);
	}
}

function makeSettled(stored: StoredObject, now: number): void {
	const state = `CASE WHEN i % 500 = 1 THEN 'dead' WHEN i % 100 = 2 THEN 'resolved' WHEN i % 20 = 3 THEN 'suppressed'
		ELSE 'delivered' END`;
	stored.change(`WITH RECURSIVE ${numbers(HISTORY.alerts)}, like AS (${LIKE} LIMIT 100)
		INSERT INTO settled (state, at, id, level, time, rule, actor, created, attempts, reason, json, tries)
		SELECT ${state}, ${storedAt(now)} + 700, ${UUID} || ':' || rule, i % 8, ${timeOf(`${storedAt(now)} - 1000`)}, rule, actor,
			${storedAt(now)}, 1, '', json, tries
		FROM n JOIN like ON number = i % 100`);
}

function makeHours(stored: StoredObject, now: number): void {
	const histogram = JSON.stringify({ counts: Array.from({ length: 40 }, (_, bucket) => bucket * 7), max: 90_000 });
	const first = Math.floor(now / HOUR) - 192;
	stored.change(`WITH RECURSIVE ${numbers(192)}
		INSERT OR REPLACE INTO hour_figures
		SELECT (${first} + i) % 192, (${first} + i) * ${HOUR}, 1300, 1388, 12, 0, 0, 69, 66, '${histogram}', '${histogram}' FROM n`);
}

/** Each has fired in every hour of the week. */
function makeRules(stored: StoredObject, now: number): void {
	const hour = Math.floor(now / HOUR);
	const hours = JSON.stringify(Array.from({ length: 168 }, (_, index) => [hour - 168 + index, 1 + (index % 9)]));
	stored.change(`WITH RECURSIVE ${numbers(HISTORY.rules)}
		INSERT OR REPLACE INTO rule_figures SELECT 'Example rule number ' || i, 90000 + i, ${now} - i * 60000, '${hours}' FROM n`);
}

/** Days since the Unix epoch, today's first. */
function days(count: number, now: number): number[] {
	return Array.from({ length: count }, (_, index) => Math.floor(now / DAY) - index);
}

/** The table of a day, made like the one that the object has made. */
function tableLike(stored: StoredObject, name: string, day: number): string {
	const [known, sql] = Object.entries(stored.schema()).find(([table]) => table.startsWith(`${name}_`)) ?? [];
	if (known === undefined || sql === undefined) throw new Error(`the object has no table ${name}_DAY`);
	const table = `${name}_${day}`;
	if (!Object.hasOwn(stored.schema(), table)) stored.change(sql.replace(known, table));
	return table;
}
