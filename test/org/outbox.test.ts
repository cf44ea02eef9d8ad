import { beforeEach, describe, expect, test } from "vitest";
import { Changes } from "../../src/org/changes.ts";
import { AlertFinder } from "../../src/org/find-alert.ts";
import { Ledger } from "../../src/org/ledger.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { begin, deliver, receivedAlerts, ring, START } from "../worker/system.ts";
import { locks, mfaFailures } from "./alerting-events.ts";
import { counted, inStorage, reading } from "./storage.ts";
import { alertAt, pendingOf } from "./stored-alerts.ts";

beforeEach(begin);

function fail(sql: SqlStorage, times: number): void {
	const outbox = new Outbox(sql);
	for (let time = 0; time < times; time++) {
		outbox.defer(pendingOf(sql, "one"), { strikes: 0, nextTry: 0 }, `50${time}: "not" well`, START + time);
	}
}

function found(sql: SqlStorage) {
	const alert = new AlertFinder(sql).find("one", "pending");
	if (alert === undefined) throw new Error("it is gone");
	return alert;
}

describe("attempts that failed", () => {
	test("are kept with when and why, the last ten, for no row more", () =>
		inStorage((real) => {
			const { storage, written } = counted(real);
			new Outbox(storage.sql).add(alertAt("one", START), START);
			fail(storage.sql, 2);
			expect(found(storage.sql).tries).toEqual([
				{ at: START, reason: '500: "not" well' },
				{ at: START + 1, reason: '501: "not" well' },
			]);
			written();
			fail(storage.sql, 11);
			expect(written()).toBe(11);
			const { tries, entry } = found(storage.sql);
			expect(tries.map(({ at }) => at - START)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
			expect(entry).toMatchObject({ attempts: 13, reason: tries.at(-1)?.reason });
		}));

	test("stay with the alert when it is taken, sent again and closed", () =>
		inStorage(({ sql }) => {
			const outbox = new Outbox(sql);
			const ledger = new Ledger(sql);
			outbox.add(alertAt("one", START), START);
			fail(sql, 2);
			const { tries } = found(sql);
			outbox.settle(pendingOf(sql, "one"), "delivered", "", START + 5);
			expect(found(sql)).toMatchObject({ entry: { state: "delivered" }, tries });
			ledger.replay(found(sql).entry, START + 6);
			expect(found(sql)).toMatchObject({ entry: { state: "pending" }, tries });
			ledger.resolve(found(sql).entry, START + 7);
			expect(found(sql)).toMatchObject({ entry: { state: "resolved" }, tries });
		}));

	test("end with the one after which it was given up", () =>
		inStorage(({ sql }) => {
			const outbox = new Outbox(sql);
			outbox.add(alertAt("one", START), START);
			fail(sql, 1);
			outbox.settle(pendingOf(sql, "one"), "dead", "413: too large", START + 5);
			expect(found(sql).tries.slice(1)).toEqual([{ at: START + 5, reason: "413: too large" }]);
		}));

	test("are none of one that was folded", () =>
		inStorage(({ sql }) => {
			new Outbox(sql).suppress(alertAt("one", START), "too many", START);
			expect(found(sql)).toMatchObject({ entry: { state: "suppressed", reason: "too many" }, tries: [] });
		}));
});

test("an alert knows whether an operator had it sent again", () =>
	inStorage(({ sql }) => {
		const outbox = new Outbox(sql);
		outbox.add(alertAt("one", START), START);
		expect(pendingOf(sql, "one").replayed).toBe(0);
		outbox.settle(pendingOf(sql, "one"), "delivered", "", START);
		new Ledger(sql).replay(found(sql).entry, START);
		expect(pendingOf(sql, "one").replayed).toBe(1);
	}));

test("it is noted whatever happens to an alert", () =>
	inStorage(({ sql }) => {
		const changes = new Changes();
		const outbox = new Outbox(sql, changes);
		const ledger = new Ledger(sql, changes);
		const steps: Readonly<Record<string, () => unknown>> = {
			add: () => outbox.add(alertAt("one", START), START),
			defer: () => outbox.defer(pendingOf(sql, "one"), { strikes: 1, nextTry: 0 }, "503", START),
			settle: () => outbox.settle(pendingOf(sql, "one"), "dead", "400", START + 1),
			replay: () => ledger.replay(found(sql).entry, START + 2),
			resolve: () => ledger.resolve(found(sql).entry, START + 3),
			suppress: () => outbox.suppress(alertAt("two", START), "too many", START),
		};
		for (const [name, step] of Object.entries(steps)) {
			expect([name, changes.take()]).toEqual([name, false]);
			step();
			expect([name, changes.take()]).toEqual([name, true]);
		}
	}));

test("the most urgent leave first, then by time of the events", async () => {
	await deliver([...locks(5).reverse(), ...mfaFailures(3)]);
	await ring();
	expect((await receivedAlerts()).map(({ priority, time }) => [priority, String(time).slice(11, 19)])).toEqual([
		["Warning", "10:00:02"],
		["Notice", "09:00:00"],
		["Notice", "09:00:01"],
		["Notice", "09:00:02"],
		["Notice", "09:00:03"],
		["Notice", "09:00:04"],
	]);
});

test("to find out whether Falcosidekick is back each alert that waits is read but once", () =>
	inStorage(({ sql: real }) => {
		const { sql, read } = reading(real);
		const outbox = new Outbox(sql);
		const ids = Array.from({ length: 200 }, (_, at) => `alert-${String(at).padStart(3, "0")}`);
		for (const id of ids) outbox.add(alertAt(id, START), START);
		const before = read();
		expect(outbox.probe(START, ids.slice(0, 8))).toEqual([pendingOf(real, "alert-008")]);
		expect(read() - before).toBeLessThan(1.1 * ids.length);
	}));
