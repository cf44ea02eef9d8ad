import { expect, test } from "vitest";
import { WorkerLog } from "../../../scripts/workerd/worker-log.ts";

function logOf(...lines: string[]): WorkerLog {
	const log = new WorkerLog(["a long secret"]);
	for (const line of lines) log.write(line);
	return log;
}

test("lines are counted by their message", () => {
	const line = JSON.stringify({ level: "error", message: "an alarm failed", reason: "x" });
	const log = logOf(line, line, "workerd/server.c++:1: broken pipe", "{}", '{"message":5}');
	expect([log.count("an alarm failed"), log.count("alert delivered")]).toEqual([2, 0]);
});

test("lines that hold a secret are counted, whoever wrote them", () => {
	const leak = JSON.stringify({ level: "info", message: "hello", header: "Bearer a long secret" });
	expect(logOf(leak, "exception: a long secret", "a long story").leaks).toBe(2);
});

test("the last lines are kept, and no more than that", () => {
	const { last } = logOf(...Array.from({ length: 100 }, (_, index) => `line ${index}`));
	expect([last.length, last[0], last.at(-1)]).toEqual([20, "line 80", "line 99"]);
});
