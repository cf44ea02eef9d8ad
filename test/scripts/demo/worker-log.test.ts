import { expect, test } from "vitest";
import { readWorkerLog } from "../../../scripts/demo/worker-log.ts";

const COUNTS = { events: 3, duplicates: 0, rejected: 0, failed: 0, alerts: 1 };

/** A line of the Worker's log as the console holds it. */
function line(level: string, message: string, details: object = {}) {
	return { level, message: JSON.stringify({ level, message, ...details }) };
}

test("nothing happened, nothing is counted", () => {
	const taken = { events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0 };
	expect(readWorkerLog([line("info", "challenge answered")])).toEqual({ taken, delivered: [], complaints: [] });
});

test("sums what became of the events of all deliveries", () => {
	const { taken } = readWorkerLog([
		line("info", "delivery taken", { delivery: "e1", ...COUNTS }),
		line("info", "delivery taken", { delivery: "e1", ...COUNTS, events: 0, duplicates: 3, alerts: 0 }),
		line("info", "delivery taken", { delivery: "e2", ...COUNTS, events: 2, rejected: 1, failed: 1, alerts: 2 }),
	]);
	expect(taken).toEqual({ events: 5, duplicates: 3, rejected: 1, failed: 1, alerts: 3 });
});

test("tells which event's alert by which rule was delivered, colons in the rule's name included", () => {
	const { delivered } = readWorkerLog([
		line("warn", "alert not delivered yet", { alert: "u1:Lock: out", reason: "503" }),
		line("info", "alert delivered", { alert: "u1:Lock: out" }),
	]);
	expect(delivered).toEqual([{ uuid: "u1", rule: "Lock: out" }]);
});

test("warnings and errors are complaints, whoever wrote them", () => {
	const { complaints } = readWorkerLog([
		line("warn", "alert held"),
		{ level: "error", message: "Uncaught TypeError" },
		{ level: "log", message: "not JSON" },
	]);
	expect(complaints).toEqual([line("warn", "alert held").message, "Uncaught TypeError"]);
});
