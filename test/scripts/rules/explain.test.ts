import { describe, expect, test } from "vitest";
import { event, LOCKED, runRules } from "./run-rules.ts";

const files = { "rules.yaml": LOCKED, "events.jsonl": `${event("Ada", 1)}\n${event("Bo", 2)}\n` };
const explain = (...args: string[]) => {
	return runRules(["explain", ...args, "--event", "events.jsonl", "--rules", "rules.yaml"], { files });
};

describe("rules explain", () => {
	test("shows each part of the condition on the last event", () => {
		const { status, stdout } = explain("of Ada");
		expect([status, stdout]).toEqual([
			0,
			'of Ada does not match: user.account.lock 2026-05-04T08:02:00Z Bo\nfalse  okta.actor.name = Ada   is "Bo"\n',
		]);
	});

	test("or on the one that is asked for", () => {
		const { status, stdout } = explain("--uuid", "Ada", "of Ada");
		expect([status, stdout]).toEqual([
			0,
			'of Ada matches: user.account.lock 2026-05-04T08:01:00Z Ada\ntrue   okta.actor.name = Ada   is "Ada"\n',
		]);
	});

	test("says when the rule would match, were it enabled", () => {
		expect(explain("anything").stdout).toContain("anything matches (the rule is not enabled): user.account.lock");
	});

	test("as JSON", () => {
		expect(JSON.parse(explain("--json", "ada").stdout)).toEqual({
			rule: "of Ada",
			enabled: true,
			priority: "Warning",
			event: { uuid: "Bo", eventType: "user.account.lock", published: "2026-05-04T08:02:00Z" },
			matches: false,
			explained: {
				type: "check",
				holds: false,
				text: "okta.actor.name = Ada",
				values: [{ text: "okta.actor.name", value: "Bo" }],
			},
		});
	});

	test.each([
		[["--uuid", "Cy", "of Ada"], "events.jsonl holds no event with uuid Cy\n"],
		[["of Adam"], "there is no rule of Adam; did you mean of Ada?\n"],
	])("%j: %s", (args, message) => {
		const { status, stdout, stderr } = explain(...args);
		expect([status, stdout]).toEqual([1, ""]);
		expect(stderr).toContain(message);
	});
});
