import { afterEach, expect, test, vi } from "vitest";
import { log } from "../../src/worker/log.ts";

afterEach(() => vi.restoreAllMocks());

test.each(["info", "warn", "error"] as const)("%s is a line of JSON on the console's method of that name", (level) => {
	const write = vi.spyOn(console, level).mockImplementation(() => undefined);
	log(level, "delivery taken", { events: 3, source: undefined });
	expect(write.mock.calls).toEqual([[`{"level":"${level}","message":"delivery taken","events":3}`]]);
});

test("whatever text it holds, it stays one line and moves no cursor", () => {
	const write = vi.spyOn(console, "info").mockImplementation(() => undefined);
	const reason = 'a\nb\r\u001b[2J\u0085\u009b\u007f\u2028\u2029\u202e\u2066"\\';
	log("info", "request refused", { reason });
	const line = String(write.mock.calls[0]?.[0]);
	expect(line).toMatch(/^[\x20-\x7e]*$/);
	expect(JSON.parse(line)).toEqual({ level: "info", message: "request refused", reason });
});
