import { describe, expect, test } from "vitest";
import { LOCKED, runRules } from "./run-rules.ts";

const GOOD = "- { rule: locked, event: account-locked, alerts: 1 }\n- { rule: locked, event: sign-in, alerts: 0 }\n";
const files = { "rules.yaml": LOCKED, "falco.yaml": "rules_files: [rules.yaml]", "good.yaml": GOOD };

describe("rules test", () => {
	test("runs the tests that are named", () => {
		const { status, stdout } = runRules(["test", "good.yaml", "--rules", "rules.yaml"], { files });
		expect([status, stdout]).toEqual([0, "ok: 2 tests of 1 rule\n"]);
	});

	test("tells file, line and rule of what fails, with the condition", () => {
		const bad = "# two\n- { rule: locked, event: sign-in, alerts: 1 }\n- { rule: locked }\n";
		const { status, stdout } = runRules(["test", "bad.yaml", "--rules", "rules.yaml"], {
			files: { ...files, "bad.yaml": bad },
		});
		expect(status).toBe(1);
		expect(stdout.split("\n")).toEqual([
			"bad.yaml:3: alerts: expected a whole number",
			"bad.yaml:2: locked: expected 1 alert, got none",
			"  on the event:",
			'  false  okta.evt.type = user.account.lock   is "user.session.start"',
			"failed: 1 test of 1 rule; 2 faults",
			"",
		]);
	});

	test("the tests beside a configuration have to be complete", () => {
		const { status, stdout } = runRules(["test", "--config", "falco.yaml"], {
			files,
			folders: { tests: { "all.yaml": GOOD } },
		});
		expect(status).toBe(1);
		expect(stdout).toBe(
			[
				"rules.yaml: anything: there is no test with a firing case, and none with a near miss",
				"rules.yaml: of Ada: there is no test with a firing case, and none with a near miss",
				"failed: 2 tests of 1 rule; 2 faults",
				"",
			].join("\n"),
		);
	});

	test.each([
		[["test", "--rules", "rules.yaml"], "name files of tests"],
		[["test", "gone.yaml"], "gone.yaml: there is no such file"],
		[["test", "good.yaml", "--rules", "good.yaml"], "LOAD_"],
	])("%j: %s", (args, message) => {
		const { status, stderr } = runRules(args, { files });
		expect(status).toBe(1);
		expect(stderr).toContain(message);
	});
});
