import { describe, expect, test } from "vitest";
import { LOCKED, runRules } from "./run-rules.ts";

const files = { "rules.yaml": LOCKED.replace("user.account.lock", "user.account.locked"), "page.md": "old\n" };
const coverage = (...args: string[]) => runRules(["coverage", "--rules", "rules.yaml", ...args], { files });

describe("rules coverage", () => {
	test("shows what feeds the rules, and warns of event types that do not exist", () => {
		const { status, stdout, stderr } = coverage();
		expect(status).toBe(0);
		expect(stdout).toContain("on   locked (no such events)\n       none        user.account.locked\n");
		expect(stdout).toContain("3 rules, 2 enabled.");
		expect(stderr).toBe(
			"rules.yaml: locked: Okta has no event type user.account.locked; did you mean user.account.lock?\n",
		);
	});

	test("as JSON", () => {
		const { rules } = JSON.parse(coverage("--json").stdout);
		expect(rules).toHaveLength(3);
		expect(rules[0]).toMatchObject({ rule: "locked", feed: "nothing", file: "rules.yaml" });
	});

	test("--check fails unless the page is what --markdown prints", () => {
		const { status, stderr } = coverage("--check", "page.md");
		expect(status).toBe(1);
		expect(stderr).toContain("page.md is not current: npm run --silent rules -- coverage --markdown > page.md\n");
		const page = coverage("--markdown").stdout;
		const args = ["coverage", "--rules", "rules.yaml", "--check", "page.md"];
		expect(runRules(args, { files: { ...files, "page.md": page } }).status).toBe(0);
	});
});
