import { describe, expect, test } from "vitest";
import { runRules } from "../run-rules.ts";
import { csv, lock, NEWEST_FIRST, RULES } from "./exports.ts";

function evaluate(text: string, ...args: string[]) {
	const files = { "rules.yaml": RULES, events: text };
	return runRules(["eval", "--events", "events", "--rules", "rules.yaml", ...args], { files });
}

describe("rules eval of an export", () => {
	test("ends with a table, if asked; alerts stay alone on standard output", () => {
		const { status, stdout, stderr } = evaluate(JSON.stringify([...NEWEST_FIRST, lock(0), null], null, 1), "--summary");
		expect([
			status,
			stdout
				.trimEnd()
				.split("\n")
				.map((line) => JSON.parse(line).rule),
		]).toEqual([0, ["locked thrice"]]);
		expect(stderr.split("\n")).toEqual([
			expect.stringMatching(/^events:\d+: is not a JSON object$/),
			"rule           alerts  05-04",
			"locked thrice       1      1",
			"6 events, 2026-05-04T08:00:00.000Z to 2026-05-05T09:00:00.000Z; 1 repeat left out; 1 line could not be used; 1 of 2 rules alerted",
			"",
		]);
	});

	test("tells from when to when by the events that have a time", () => {
		const { published: _, ...timeless } = lock(0);
		const { stderr } = evaluate(JSON.stringify([timeless, lock(0)]), "--summary");
		expect(stderr).toContain("2 events, 2026-05-04T08:00:00.000Z to 2026-05-04T08:00:00.000Z; ");
		expect(evaluate(JSON.stringify([timeless]), "--summary").stderr).toContain("1 event; 0 of 2 rules alerted");
	});

	test.each([undefined, 1])(
		"takes the events of deliveries, with an indent of %s, one bad event or not",
		(indent) => {
			const deliveries = [[lock(0), null, lock(4)], [], [lock(8)]].map((events) => {
				return JSON.stringify({ eventType: "com.okta.event_hook", data: { events } }, null, indent);
			});
			const { status, stdout, stderr } = evaluate(deliveries.join("\n"), "--summary");
			expect([status, JSON.parse(stdout).rule]).toEqual([0, "locked thrice"]);
			expect(stderr).toContain("events:1: is not a JSON object\n");
			expect(stderr).toContain("3 events, ");
		},
		30_000,
	);

	test("says what a CSV has not got", () => {
		const { status, stderr } = evaluate(csv(NEWEST_FIRST));
		expect(status).toBe(0);
		expect(stderr).toContain("events: a CSV leaves out much of an event; 1 of 2 rules test what it has not got:\n");
		expect(stderr).toContain("\n  okta.security.isproxy\n");
	});

	test("tells a hundred problems, and that there are more", () => {
		const { stderr } = evaluate(`${Array(300).fill("no").join("\n")}\n{}`, "--summary");
		expect(stderr.split("\n").slice(99, 103)).toEqual([
			expect.stringMatching(/^events:100: /),
			"events: and more like these; --summary counts them",
			"1 event; 300 lines could not be used; 0 of 2 rules alerted",
			"",
		]);
	});

	test("fails when the file is something else, and says what", () => {
		const { status, stderr } = evaluate("name,age\nada,36\n");
		expect([status, stderr]).toEqual([
			1,
			"events:1: is no export of the System Log: it has no column event_type, timestamp\n",
		]);
	});
});
