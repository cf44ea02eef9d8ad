import { beforeEach, describe, expect, test } from "vitest";
import { LatestAlerts } from "../../src/org/latest-alerts.ts";
import { ALERT_STATES, type AlertFilter } from "../../src/org/ledger.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";
import { alertAt, store } from "./stored-alerts.ts";

beforeEach(begin);

const HOUR = 3_600_000;

describe("the latest", () => {
	/** Six alerts, stored one after the other; where they went since has another order. */
	function filled(sql: SqlStorage): LatestAlerts {
		store(sql, alertAt("a0", START, { actor: "ines", level: 2 }), START, ["delivered", START + 900]);
		store(sql, alertAt("a1", START + 1, { rule: "other" }), START + 1, ["dead", START + 100]);
		store(sql, alertAt("a2", START - HOUR, { actor: "ines" }), START + 2);
		store(sql, alertAt("a3", START + 3, { level: 4 }), START + 3, ["delivered", START + 50]);
		new Outbox(sql).suppress(alertAt("a4", START + 4), "too many", START + 4);
		store(sql, alertAt("a5", START + 5, { actor: "ines", rule: "other" }), START + 5, ["resolved", START + 20]);
		return new LatestAlerts(sql);
	}

	test.each<[Partial<AlertFilter>, string[]]>([
		[{}, ["a5", "a4", "a3", "a2", "a1", "a0"]],
		[{ actor: "ines" }, ["a5", "a2", "a0"]],
		[{ rule: "other" }, ["a5", "a1"]],
		[{ priority: "Warning" }, ["a3", "a0"]],
		[{ priority: "Critical" }, ["a0"]],
		[{ priority: "Alert" }, []],
		[{ states: ["delivered", "dead"] }, ["a3", "a1", "a0"]],
		[{ states: ["pending"] }, ["a2"]],
		[{ states: ["held"] }, []],
		[{ since: alertAt("", START).time, until: alertAt("", START + 3).time }, ["a1", "a0"]],
		[{ actor: "ines", rule: "other", priority: "Notice" }, ["a5"]],
	])("are those that were stored last, of all states: %j", (filter, expected) =>
		inStorage(({ sql }) => {
			const found = filled(sql).list({ states: ALERT_STATES, ...filter }, 10, "pending");
			expect(found.map(({ id }) => id)).toEqual(expected);
		}),
	);

	test.each([1, 2, 3, 4, 5])("are the same first %i, however late others were settled", (limit) =>
		inStorage(({ sql }) => {
			const latest = filled(sql);
			const all = latest.list({ states: ALERT_STATES }, 10, "pending");
			expect(latest.list({ states: ALERT_STATES }, limit, "pending")).toEqual(all.slice(0, limit));
		}),
	);

	test.each([
		[4_999, ["old"]],
		[5_000, []],
	])("are found by a filter behind %i others of their state: %j, as the status page says", (others, expected) =>
		inStorage(({ sql }) => {
			store(sql, alertAt("old", START, { rule: "rare" }), START, ["delivered", START]);
			sql.exec(
				`WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)
				INSERT INTO settled (state, at, id, level, time, rule, actor, created, attempts, reason, json, tries)
				SELECT state, at + i, 'other' || i, level, time, 'other', actor, created + i, attempts, reason, json, tries
				FROM n, settled WHERE id = 'old'`,
				others,
			);
			const found = new LatestAlerts(sql).list({ states: ALERT_STATES, rule: "rare" }, 10, "pending");
			expect(found.map(({ id }) => id)).toEqual(expected);
		}),
	);

	test("are no more than asked for", () =>
		inStorage(({ sql }) => {
			const found = filled(sql).list({ states: ALERT_STATES }, 2, "held");
			expect(found.map(({ id, state }) => [id, state])).toEqual([
				["a5", "resolved"],
				["a4", "suppressed"],
			]);
		}));
});

describe("nearby", () => {
	test.each([
		["an hour before", START - HOUR, "ines", true],
		["an hour after", START + HOUR, "ines", true],
		["longer before", START - HOUR - 1_000, "ines", false],
		["longer after", START + HOUR + 1_001, "ines", false],
		["at the same time, of somebody else", START, "sam", false],
	])("is an alert %s: %i of %s is %s", (_, at, actor, isNear) =>
		inStorage(({ sql }) => {
			store(sql, alertAt("this", START, { actor: "ines" }), START + 10);
			store(sql, alertAt("waits", at, { actor, level: 1 }), at + 10);
			store(sql, alertAt("gone", at, { actor }), at + 10, ["delivered", at + 20]);
			store(sql, alertAt("closed", at, { actor }), at + 10, ["resolved", at + 9 * HOUR]);
			const latest = new LatestAlerts(sql);
			const [entry] = latest.list({ states: ALERT_STATES }, 10, "pending").filter(({ id }) => id === "this");
			if (entry === undefined) throw new Error("it is gone");
			const near = latest.nearby(entry, "pending").map(({ id }) => id);
			expect(near.toSorted()).toEqual(isNear ? ["closed", "gone", "waits"] : []);
		}),
	);

	test("are found too where events bear times that are still to come by our clock", () =>
		inStorage(({ sql }) => {
			const [later, latest] = [START + 7 * HOUR, START + 7.4 * HOUR];
			store(sql, alertAt("other", later, { actor: "ines" }), START, ["delivered", START + 20]);
			store(sql, alertAt("this", latest, { actor: "ines" }), START + 1_000, ["delivered", START + 1_020]);
			const alerts = new LatestAlerts(sql);
			for (const [id, near] of [
				["this", "other"],
				["other", "this"],
			]) {
				const entry = alerts.list({ states: ALERT_STATES }, 10, "pending").find((alert) => alert.id === id);
				expect(entry && alerts.nearby(entry, "pending").map((alert) => alert.id)).toEqual([near]);
			}
		}));

	test("is nothing of an alert without an actor", () =>
		inStorage(({ sql }) => {
			for (const id of ["this", "other"]) store(sql, alertAt(id, START, { actor: "" }), START);
			const latest = new LatestAlerts(sql);
			const [entry] = latest.list({ states: ALERT_STATES }, 1, "pending");
			expect(entry && latest.nearby(entry, "pending")).toEqual([]);
		}));

	test("are fifty at most, those that happened last", () =>
		inStorage(({ sql }) => {
			for (let at = 0; at < 60; at++) store(sql, alertAt(`a${at}`, START + at), START + at, ["delivered", START + at]);
			const latest = new LatestAlerts(sql);
			const [last] = latest.list({ states: ALERT_STATES }, 1, "pending");
			const near = last === undefined ? [] : latest.nearby(last, "pending");
			expect([near.length, near[0]?.id, near.at(-1)?.id]).toEqual([50, "a58", "a9"]);
		}));
});

test("what is looked at is bounded, and told are the newest of it", () =>
	inStorage(({ sql }) => {
		store(sql, alertAt("old", START, { rule: "rare" }), START, ["delivered", START]);
		sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
			INSERT INTO settled SELECT state, at + i, id || i, level, time, 'usual', actor, created + i, attempts, reason, json, tries
			FROM settled, n WHERE id = 'old'`);
		const latest = new LatestAlerts(sql);
		expect(latest.list({ states: ["delivered"], rule: "rare" }, 10, "pending")).toEqual([]);
		const found = latest.list({ states: ["delivered"] }, 3, "pending").map(({ id }) => id);
		expect(found).toEqual(["old12000", "old11999", "old11998"]);
	}));
