import { beforeEach, describe, expect, test } from "vitest";
import { AlertFinder } from "../../src/org/find-alert.ts";
import { ALERT_STATES, type AlertEntry, type AlertFilter, Ledger, type Place } from "../../src/org/ledger.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const ALL: AlertFilter = { states: ALERT_STATES };

function timeOf(at: number): string {
	return new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString();
}

/** Alerts 0–5: two on their way, two delivered, one dead, one resolved. */
function filled(sql: SqlStorage): Ledger {
	const outbox = new Outbox(sql);
	for (let at = 0; at < 6; at++) {
		const rule = at % 2 === 0 ? "even" : "odd";
		const actor = at < 3 ? "ines@acme.example" : "sam@acme.example";
		outbox.add(
			{ id: `a${at}`, level: at === 1 ? 4 : 5, time: timeOf(at), rule, actor, output: "o", json: `{"n":${at}}` },
			START + at,
		);
	}
	const settle = (id: string, state: "delivered" | "dead" | "resolved", at: number) => {
		const [alert] = outbox.due(9, START).filter((alert) => alert.id === id);
		if (alert !== undefined) outbox.settle(alert, state, state === "dead" ? "400" : "", at);
	};
	settle("a2", "delivered", START + 10);
	settle("a3", "delivered", START + 20);
	settle("a4", "dead", START + 30);
	settle("a5", "resolved", START + 40);
	return new Ledger(sql);
}

function ids(ledger: Ledger, filter: Partial<AlertFilter>, waiting: "pending" | "held" = "pending") {
	return ledger.list({ ...ALL, ...filter }, 50, undefined, waiting).alerts.map(({ id }) => id);
}

describe("a list", () => {
	test("has what needs attention first: those on their way, the dead, the resolved, the delivered", () =>
		inStorage(({ sql }) => {
			const { alerts, next } = filled(sql).list(ALL, 50, undefined, "pending");
			expect(alerts.map(({ id, state }) => [id, state])).toEqual([
				["a1", "pending"],
				["a0", "pending"],
				["a4", "dead"],
				["a5", "resolved"],
				["a3", "delivered"],
				["a2", "delivered"],
			]);
			expect(next).toBeNull();
			expect(alerts[2]).toEqual({
				id: "a4",
				state: "dead",
				priority: "Notice",
				rule: "even",
				actor: "sam@acme.example",
				time: timeOf(4),
				created: START + 4,
				settled: START + 30,
				attempts: 1,
				reason: "400",
			});
		}));

	test.each([
		[{ states: ["dead", "delivered"] }, ["a4", "a3", "a2"]],
		[{ states: ["held"] }, []],
		[{ rule: "odd" }, ["a1", "a5", "a3"]],
		[{ actor: "ines@acme.example" }, ["a1", "a0", "a2"]],
		[{ priority: "Warning" }, ["a1"]],
		[{ priority: "Critical" }, []],
		[{ priority: "Notice", rule: "odd" }, ["a1", "a5", "a3"]],
		[{ since: timeOf(3) }, ["a4", "a5", "a3"]],
		[{ until: timeOf(3) }, ["a1", "a0", "a2"]],
		[{ since: "2026-01-01T00:00:02", until: "2026-01-01T00:00:04" }, ["a3", "a2"]],
		[{ rule: "even", actor: "sam@acme.example" }, ["a4"]],
	] as [Partial<AlertFilter>, string[]][])("may be of some: %j", (filter, expected) =>
		inStorage(({ sql }) => expect(ids(filled(sql), filter)).toEqual(expected)),
	);

	test("calls those on their way held while Falcosidekick is misconfigured", () =>
		inStorage(({ sql }) => {
			const ledger = filled(sql);
			expect(ids(ledger, { states: ["held"] }, "held")).toEqual(["a1", "a0"]);
			expect(ids(ledger, { states: ["pending"] }, "held")).toEqual([]);
		}));

	test.each([1, 2, 3, 4, 5, 6])("comes in pages of %i, each alert once", (limit) =>
		inStorage(({ sql }) => {
			const ledger = filled(sql);
			const found: string[] = [];
			let from: Place | undefined;
			do {
				const { alerts, next } = ledger.list(ALL, limit, from, "pending");
				expect(alerts.length).toBeLessThanOrEqual(limit);
				found.push(...alerts.map(({ id }) => id));
				from = next ?? undefined;
			} while (from !== undefined);
			expect(found).toEqual(["a1", "a0", "a4", "a5", "a3", "a2"]);
		}),
	);

	test("looks at so many rows and leaves the rest to the next page", () =>
		inStorage(({ sql }) => {
			const ledger = filled(sql);
			sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
				INSERT INTO settled
				SELECT state, at + i, id || i, level, time, 'other', actor, created, attempts, reason, json, tries
				FROM settled, n WHERE id = 'a2'`);
			const first = ledger.list({ states: ["delivered"], rule: "even" }, 10, undefined, "pending");
			expect(first.alerts).toEqual([]);
			const second = ledger.list({ states: ["delivered"], rule: "even" }, 10, first.next ?? undefined, "pending");
			expect(second.alerts.map(({ id }) => id)).toEqual(["a2"]);
		}));
});

function entryOf(sql: SqlStorage, id: string): AlertEntry {
	const found = new AlertFinder(sql).find(id, "pending");
	if (found === undefined) throw new Error("it is gone");
	return found.entry;
}

describe("replaying", () => {
	test.each(["a0", "a3", "a4", "a5"])("puts %s on its way, once however often it is asked", (id) =>
		inStorage(({ sql }) => {
			const ledger = filled(sql);
			for (let time = 0; time < 2; time++) {
				const place = ledger.replay(entryOf(sql, id), START + 100);
				expect(new AlertFinder(sql).read(place, "pending")?.entry).toEqual(entryOf(sql, id));
			}
			expect(ids(ledger, { states: ["pending"] }).filter((other) => other === id)).toEqual([id]);
			expect(ids(ledger, {})).toHaveLength(6);
		}),
	);

	test("has one that waits for its turn tried at once", () =>
		inStorage(({ sql }) => {
			const ledger = filled(sql);
			sql.exec("UPDATE pending SET next_try = ?, strikes = 9", START + 1_000);
			ledger.replay(entryOf(sql, "a0"), START);
			expect(new Outbox(sql).due(9, START).map(({ id }) => id)).toEqual(["a0"]);
		}));
});

test.each([
	["a0", "resolved"],
	["a4", "resolved"],
	["a5", "resolved"],
	["a3", "delivered"],
])("resolving %s leaves it %s", (id, state) =>
	inStorage(({ sql }) => {
		const ledger = filled(sql);
		for (let time = 0; time < 2; time++) {
			const place = ledger.resolve(entryOf(sql, id), START + 100);
			expect(new AlertFinder(sql).read(place, "pending")?.entry).toEqual(entryOf(sql, id));
		}
		expect(entryOf(sql, id)).toMatchObject({ state });
		expect(ids(ledger, {})).toHaveLength(6);
	}),
);
