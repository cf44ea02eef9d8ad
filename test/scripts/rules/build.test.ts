import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONFIG, LOCKED, runRules } from "./run-rules.ts";

const FILES = { "rules.yaml": LOCKED, "falco.yaml": CONFIG };
const BUILD = ["build", "--config", "falco.yaml", "--out", "rules.json"];

describe("rules build", () => {
	test("writes what the Worker runs, a rule a line", () => {
		const { status, directory } = runRules(BUILD, { files: FILES });
		expect(status).toBe(0);
		const text = readFileSync(join(directory, "rules.json"), "utf8");
		expect(JSON.parse(text)).toMatchObject({ ruleMatching: "all", rules: [{ name: "locked" }, { name: "of Ada" }] });
		expect(text.split("\n").filter((line) => line.startsWith('{"name":'))).toHaveLength(2);
	});

	test("makes the same of the same rules", () => {
		const [one, other] = [1, 2].map(() =>
			readFileSync(join(runRules(BUILD, { files: FILES }).directory, "rules.json"), "utf8"),
		);
		expect(one).toBe(other);
	});

	test("leaves a file alone that is current", () => {
		const first = runRules(BUILD, { files: FILES });
		const current = readFileSync(join(first.directory, "rules.json"), "utf8");
		const { directory, stderr } = runRules(BUILD, { files: { ...FILES, "rules.json": current } });
		expect(stderr).toContain("unchanged");
		expect(statSync(join(directory, "rules.json")).size).toBe(Buffer.byteLength(current));
	});

	test("can tell whether a file is current, and then writes nothing", () => {
		const { directory } = runRules(BUILD, { files: FILES });
		const current = readFileSync(join(directory, "rules.json"), "utf8");
		expect(runRules([...BUILD, "--check"], { files: { ...FILES, "rules.json": current } }).status).toBe(0);
		const stale = runRules([...BUILD, "--check"], { files: { ...FILES, "rules.json": "{}" } });
		expect(stale).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("rules.json is not what the rules make"),
		});
		expect(readFileSync(join(stale.directory, "rules.json"), "utf8")).toBe("{}");
	});

	test("writes nothing when rules do not load", () => {
		const bad = { ...FILES, "rules.yaml": LOCKED.replace("okta.actor.name = Ada", "nope") };
		const run = runRules(BUILD, { files: { ...bad, "rules.json": "old" } });
		expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining("Undefined macro 'nope'") });
		expect(readFileSync(join(run.directory, "rules.json"), "utf8")).toBe("old");
	});
});
