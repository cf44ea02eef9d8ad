/**
 * The tables of an org's object. A migration is never changed once released: what comes later is added below it, and an
 * object runs those it has not run yet when it starts.
 *
 * What is billed is rows written, so tables are WITHOUT ROWID where that saves an index, none has a second index, and
 * what is kept by the day is a table a day (day-tables.ts).
 */
export const MIGRATIONS: readonly string[] = [
	`
	-- Alerts on their way, in the order in which they leave.
	CREATE TABLE pending (
		level INTEGER NOT NULL,           -- of the priority: 0 is the most urgent
		time TEXT NOT NULL,               -- of the event, as in the alert
		id TEXT NOT NULL,
		rule TEXT NOT NULL,
		actor TEXT NOT NULL,
		created INTEGER NOT NULL,         -- times of our own clock are milliseconds
		attempts INTEGER NOT NULL DEFAULT 0,
		strikes INTEGER NOT NULL DEFAULT 0, -- failures while other alerts went through
		next_try INTEGER NOT NULL DEFAULT 0,
		reason TEXT NOT NULL DEFAULT '',  -- why the last attempt failed
		json TEXT NOT NULL,
		PRIMARY KEY (level, time, id)
	) WITHOUT ROWID;

	-- Alerts that are not on their way: Falcosidekick took them or never will, an operator closed them, or they were too many.
	CREATE TABLE settled (
		state TEXT NOT NULL CHECK (state IN ('delivered', 'dead', 'resolved', 'suppressed')),
		at INTEGER NOT NULL,
		id TEXT NOT NULL,
		level INTEGER NOT NULL,
		time TEXT NOT NULL,
		rule TEXT NOT NULL,
		actor TEXT NOT NULL,
		created INTEGER NOT NULL,
		attempts INTEGER NOT NULL,
		reason TEXT NOT NULL,
		json TEXT NOT NULL,
		PRIMARY KEY (state, at, id)
	) WITHOUT ROWID;

	-- Alerts of one rule within a while, when that is limited.
	CREATE TABLE storm (
		rule TEXT PRIMARY KEY,
		ends INTEGER NOT NULL,
		admitted INTEGER NOT NULL,        -- those that left by themselves
		folded INTEGER NOT NULL,          -- those that did not,
		first TEXT NOT NULL,              -- the time of the earliest of their events
		last TEXT NOT NULL,               -- and of the latest; one of them stands for all:
		level INTEGER NOT NULL,
		time TEXT NOT NULL,
		id TEXT NOT NULL,
		actor TEXT NOT NULL,
		output TEXT NOT NULL,
		json TEXT NOT NULL
	) WITHOUT ROWID;

	-- Events without an alert decided: refused as they came, or failed in evaluation.
	CREATE TABLE set_aside (
		id INTEGER PRIMARY KEY,
		kind TEXT NOT NULL CHECK (kind IN ('rejected', 'failed')),
		at INTEGER NOT NULL,
		source TEXT NOT NULL,
		reason TEXT NOT NULL,
		text TEXT NOT NULL
	);

	-- MFA attempts of an actor: 64-bit times in nanoseconds, in the order in which they were recorded.
	CREATE TABLE mfa (
		kind TEXT NOT NULL,
		actor TEXT NOT NULL,
		recorded INTEGER NOT NULL,
		times BLOB NOT NULL,
		PRIMARY KEY (kind, actor)
	) WITHOUT ROWID;
	`,
	`
	-- Events that rules count together: 64-bit times, ids and values, in the order of time (okta/windows/series.ts).
	CREATE TABLE series (
		name TEXT PRIMARY KEY,
		used INTEGER NOT NULL,
		fields TEXT NOT NULL,             -- what the values are of, as a JSON array of names
		members BLOB NOT NULL
	) WITHOUT ROWID;
	`,
	`
	-- Events that a hook should bring and that the System Log brought first.
	CREATE TABLE awaited (
		uuid TEXT PRIMARY KEY,
		published INTEGER NOT NULL        -- in milliseconds
	) WITHOUT ROWID;
	`,
	`
	-- The last attempts that failed, as a JSON array of objects with at and reason.
	ALTER TABLE pending ADD COLUMN tries TEXT NOT NULL DEFAULT '[]';
	ALTER TABLE settled ADD COLUMN tries TEXT NOT NULL DEFAULT '[]';

	-- Whether an operator had the alert sent again.
	ALTER TABLE pending ADD COLUMN replayed INTEGER NOT NULL DEFAULT 0;

	-- What came and what left within an hour. The hour under way is kept with the totals.
	CREATE TABLE hour_figures (
		slot INTEGER PRIMARY KEY,         -- the number of the hour, modulo how many are kept
		at INTEGER NOT NULL,              -- when it began
		deliveries INTEGER NOT NULL,
		events INTEGER NOT NULL,
		duplicates INTEGER NOT NULL,
		rejected INTEGER NOT NULL,
		failed INTEGER NOT NULL,
		alerts INTEGER NOT NULL,
		delivered INTEGER NOT NULL,
		committed TEXT NOT NULL,          -- how long that took: histograms as JSON
		sent TEXT NOT NULL
	);

	-- How often rules fired.
	CREATE TABLE rule_figures (
		rule TEXT PRIMARY KEY,
		total INTEGER NOT NULL,
		last_fired INTEGER NOT NULL,
		hours TEXT NOT NULL               -- JSON pairs: the number of the hour, and how often
	) WITHOUT ROWID;

	-- What the alerts that are kept tell of the time before figures were: an hour of them at a time, for sorting a whole
	-- history takes more memory than an object has.
	INSERT INTO rule_figures
	WITH RECURSIVE
		hours(began) AS (
			SELECT min(at) / 3600000 * 3600000 FROM settled
			UNION ALL
			SELECT began + 3600000 FROM hours WHERE began + 3600000 <= (SELECT max(at) FROM settled)
		),
		fired(rule, hour, times, last) AS (
			SELECT rule, created / 3600000 AS hour, count(*), max(created)
			FROM pending WHERE id NOT LIKE '%:storm' GROUP BY rule, hour
			UNION ALL
			SELECT part.value ->> 0, part.value ->> 1, part.value ->> 2, part.value ->> 3
			FROM hours, json_each((
				SELECT json_group_array(json_array(rule, hour, times, last))
				FROM (
					SELECT rule, created / 3600000 AS hour, count(*) AS times, max(created) AS last
					FROM settled
					WHERE state IN ('dead', 'delivered', 'resolved', 'suppressed')
						AND at >= began AND at < began + 3600000 AND id NOT LIKE '%:storm'
					GROUP BY rule, hour
				)
			)) AS part
		)
	SELECT rule, sum(times), max(last), json_group_array(json_array(hour, times))
	FROM (SELECT rule, hour, sum(times) AS times, max(last) AS last FROM fired GROUP BY rule, hour)
	GROUP BY rule;

	INSERT OR REPLACE INTO hour_figures
	WITH RECURSIVE
		hours(began) AS (
			SELECT min(at) / 3600000 * 3600000 FROM settled WHERE state = 'delivered'
			UNION ALL
			SELECT began + 3600000 FROM hours
			WHERE began + 3600000 <= (SELECT max(at) FROM settled WHERE state = 'delivered')
		),
		counted(hour, alerts, delivered) AS (
			SELECT fired.value ->> 0, fired.value ->> 1, 0 FROM rule_figures, json_each(rule_figures.hours) AS fired
			UNION ALL
			SELECT began / 3600000, 0, (
				SELECT count(*) FROM settled WHERE state = 'delivered' AND at >= began AND at < began + 3600000
			)
			FROM hours WHERE began IS NOT NULL
		)
	SELECT hour % 192, hour * 3600000, 0, 0, 0, 0, 0, sum(alerts), sum(delivered),
		'{"counts":[],"max":0}', '{"counts":[],"max":0}'
	FROM counted GROUP BY hour ORDER BY hour;
	`,
];

const VERSION = "schema";

/** Brings an object's tables up to date. Throws, changing nothing, when they come from a newer release than this one. */
export function migrate(storage: DurableObjectStorage, migrations: readonly string[] = MIGRATIONS): void {
	const version = storage.kv.get<number>(VERSION) ?? 0;
	if (version === migrations.length) return;
	if (version > migrations.length) {
		throw new Error(
			`the object's tables are of version ${version}, this release knows ${migrations.length}: deploy a newer one`,
		);
	}
	storage.transactionSync(() => {
		for (const migration of migrations.slice(version)) storage.sql.exec(migration);
		storage.kv.put(VERSION, migrations.length);
	});
}
