import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONFIG, LOCKED, runRules } from "./run-rules.ts";

const FILES = { "rules.yaml": LOCKED, "falco.yaml": CONFIG };
const BUILD = ["build", "--config", "falco.yaml", "--out", "."];

const REGEX = LOCKED.replace("okta.actor.name = Ada", 'okta.actor.name regex "Ad."');

function generatedIn(directory: string): Record<string, string> {
	return Object.fromEntries(
		["rules.json", "regex.ts", "not-pushed.json"].map((name) => [name, readFileSync(join(directory, name), "utf8")]),
	);
}

describe("rules build", () => {
	test("writes what the Worker runs, a rule a line", () => {
		const { status, directory } = runRules(BUILD, { files: FILES });
		expect(status).toBe(0);
		const text = readFileSync(join(directory, "rules.json"), "utf8");
		expect(JSON.parse(text)).toMatchObject({ ruleMatching: "all", rules: [{ name: "locked" }, { name: "of Ada" }] });
		expect(text.split("\n").filter((line) => line.startsWith('{"name":'))).toHaveLength(2);
	});

	test("says where it cannot write", () => {
		const { status, stderr } = runRules(["build", "--config", "falco.yaml", "--out", "rules.yaml"], { files: FILES });
		expect(status).toBe(1);
		expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(/rules\.yaml cannot be written to: EEXIST/)]);
	});

	test("makes the same of the same rules", () => {
		const [one, other] = [1, 2].map(() =>
			readFileSync(join(runRules(BUILD, { files: FILES }).directory, "rules.json"), "utf8"),
		);
		expect(one).toBe(other);
	});

	test("writes where it is called, wherever npm goes", () => {
		const { directory } = runRules([], { files: FILES });
		const env = { npm_lifecycle_event: "rules", INIT_CWD: directory };
		expect(runRules(BUILD, { env }).status).toBe(0);
		expect(Object.keys(generatedIn(directory))).toHaveLength(3);
	});

	test("leaves files alone that are current", () => {
		const first = runRules(BUILD, { files: FILES });
		const current = generatedIn(first.directory);
		const { directory, stderr } = runRules(BUILD, { files: { ...FILES, ...current } });
		expect(stderr).toContain("unchanged");
		expect(generatedIn(directory)).toEqual(current);
	});

	test("can tell whether the files are current, and then writes nothing", () => {
		const { directory } = runRules(BUILD, { files: FILES });
		const current = generatedIn(directory);
		expect(runRules([...BUILD, "--check"], { files: { ...FILES, ...current } }).status).toBe(0);
		const stale = runRules([...BUILD, "--check"], { files: { ...FILES, ...current, "rules.json": "{}" } });
		expect(stale).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("rules.json is not what the rules make"),
		});
		expect(readFileSync(join(stale.directory, "rules.json"), "utf8")).toBe("{}");
	});

	test("the Worker brings regex when a rule uses it, and only then", () => {
		const { directory, stderr } = runRules(BUILD, { files: FILES });
		const without = generatedIn(directory);
		expect(without["regex.ts"]).toBe("export const compileRegex = undefined;\n");
		expect(stderr).not.toContain("regex");
		const run = runRules(BUILD, { files: { ...FILES, ...without, "rules.yaml": REGEX } });
		expect(run.stderr).toContain("1 with regex");
		expect(generatedIn(run.directory)["regex.ts"]).toContain("falco/filter/regex.ts");
		const stale = { ...generatedIn(run.directory), "regex.ts": without["regex.ts"] ?? "" };
		expect(runRules([...BUILD, "--check"], { files: { ...FILES, ...stale, "rules.yaml": REGEX } })).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("regex.ts is not what the rules make"),
		});
	});

	test("the Worker knows which of the events that rules look at Okta pushes to no hook", () => {
		const swept = LOCKED.replace(
			"okta.evt.type = user.account.lock",
			"okta.evt.type in (user.account.lock, zone.update)",
		);
		const { directory } = runRules(BUILD, { files: { ...FILES, "rules.yaml": swept } });
		expect(JSON.parse(generatedIn(directory)["not-pushed.json"] ?? "")).toEqual(["zone.update"]);
	});

	test("writes nothing when rules do not load", () => {
		const bad = { ...FILES, "rules.yaml": LOCKED.replace("okta.actor.name = Ada", "nope") };
		const run = runRules(BUILD, { files: { ...bad, "rules.json": "old" } });
		expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining("Undefined macro 'nope'") });
		expect(readFileSync(join(run.directory, "rules.json"), "utf8")).toBe("old");
	});
});
