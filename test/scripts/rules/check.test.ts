import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { falcoLoadResults } from "../../../scripts/rules/falco-load-results.ts";
import { loadOktaRules } from "../../../scripts/rules/load-okta-rules.ts";
import { printDiagnostics } from "../../../scripts/rules/print-diagnostics.ts";
import { DEFAULT_CONFIG } from "../../../src/falco/config.ts";
import { CONFIG, LOCKED, PROGRAM, runRules } from "./run-rules.ts";

/** The keys of each object in a JSON value. */
function keysIn(value: unknown): string[][] {
	if (typeof value !== "object" || value === null) return [];
	const inner = Object.values(value).flatMap(keysIn);
	return Array.isArray(value) ? inner : [Object.keys(value), ...inner];
}

const BAD = LOCKED.replace("okta.actor.name = Ada", "okta.actor.nam = Adam").replace("notice", "notise");

function numbered(length: number, write: (index: number) => string): string[] {
	return Array.from({ length }, (_, at) => write(at));
}

describe("rules check", () => {
	test("says what loads", () => {
		const { status, stdout } = runRules(["check", "rules.yaml"], { files: { "rules.yaml": LOCKED } });
		expect([status, stdout]).toEqual([0, "ok: 3 rules, 2 enabled; 0 errors, 0 warnings\n"]);
	});

	test("ends quietly when nobody reads on, and tells by its status all the same", async () => {
		const { directory } = runRules(["check", "rules.yaml"], { files: { "rules.yaml": BAD } });
		const child = spawn(process.execPath, [PROGRAM, "check", join(directory, "rules.yaml")], { stdio: "pipe" });
		child.stdout.destroy();
		const [said, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
		expect([status, said]).toEqual([1, ""]);
	});

	test.each([
		["colours on a terminal", "", true],
		["none where NO_COLOR asks for that", "1", false],
	])("has %s", (_, NO_COLOR, has) => {
		const terminal = "process.stdout.isTTY = true; process.stdout.hasColors = WriteStream.prototype.hasColors";
		const members = "process.stdout.getColorDepth = WriteStream.prototype.getColorDepth";
		const before = encodeURIComponent(`import { WriteStream } from "node:tty"; ${terminal}; ${members};`);
		const env = { NO_COLOR, TERM: "xterm-256color", NODE_OPTIONS: `--import=data:text/javascript,${before}` };
		const { stdout } = runRules(["check", "rules.yaml"], { files: { "rules.yaml": BAD }, env });
		expect(stdout.includes("\u001b")).toBe(has);
	});

	test("shows every problem where it is, with what may have been meant", () => {
		const { status, stdout } = runRules(["check", "rules.yaml"], { files: { "rules.yaml": BAD } });
		expect(status).toBe(1);
		expect(stdout).toBe(
			[
				"rules.yaml:6:13: error: Invalid priority [LOAD_ERR_YAML_VALIDATE] in rule 'locked'",
				"    6 |   priority: notise",
				"      |             ^ did you mean 'Notice'?",
				"rules.yaml:18:14: error: filter_check called with nonexistent field okta.actor.nam [LOAD_ERR_COMPILE_CONDITION] in rule 'of Ada'",
				"   18 |   condition: okta.actor.nam = Adam",
				"      |              ^ did you mean okta.actor.name?",
				"failed: 1 rules, 0 enabled; 2 errors, 0 warnings",
				"",
			].join("\n"),
		);
	});

	test("tells twelve mistakes at once, as docs/checking-rules.md has it", () => {
		const page = readFileSync(new URL("../../../docs/checking-rules.md", import.meta.url), "utf8");
		const [, rules = "", told] = /```yaml\n(.*?)```\n\n```\n(.*?)```/s.exec(page) ?? [];
		const { status, stdout } = runRules(["check", "mine.yaml"], { files: { "mine.yaml": rules } });
		expect([status, stdout]).toEqual([1, told]);
		expect(stdout.match(/: error: /g)).toHaveLength(12);
	});

	test("checks what the configuration names, and names the keys that mean nothing", () => {
		const { status, stdout } = runRules(["check", "--config", "falco.yaml"], {
			files: { "rules.yaml": LOCKED, "falco.yaml": CONFIG },
		});
		expect(status).toBe(0);
		expect(stdout).toContain("webserver");
	});

	test("checks the configuration itself", () => {
		const { status, stdout } = runRules(["check", "--config", "falco.yaml"], {
			files: { "rules.yaml": LOCKED, "falco.yaml": CONFIG.replace("all", "every") },
		});
		expect(status).toBe(1);
		expect(stdout).toContain("falco.yaml:2:16: error: Invalid rule_matching 'every'");
	});

	test("blames the configuration for what it appends to outputs", () => {
		const appended =
			'append_output:\n- match: {source: okta}\n  extra_output: by %okta.nope\n  extra_fields: [{k: "%x"}]\n';
		const { status, stdout } = runRules(["check", "--config", "falco.yaml"], {
			files: { "rules.yaml": LOCKED, "falco.yaml": `rules_files: [rules.yaml]\n${appended}` },
		});
		expect([status, stdout.match(/^\S+: error/gm)]).toEqual([1, ["falco.yaml:4:17: error"]]);
		const fields = {
			"falco.yaml": `rules_files: [rules.yaml]\n${appended.replace("nope", "app")}`,
			"rules.yaml": LOCKED,
		};
		const { stdout: told } = runRules(["check", "--config", "falco.yaml"], { files: fields });
		expect(told.match(/^\S+: error/gm)).toEqual(["falco.yaml:5:18: error"]);
	});

	test("tells of selections that fit no rule", () => {
		const selections = "rules:\n- enable: {rule: anythink}\n- disable: {rule: 'any*', tag: bb}\n- enable: {tag: a}\n";
		const { status, stdout } = runRules(["check", "--config", "falco.yaml"], {
			files: { "rules.yaml": LOCKED, "falco.yaml": `rules_files: [rules.yaml]\n${selections}` },
		});
		expect([status, stdout]).toEqual([
			0,
			[
				"falco.yaml:3:11: warning: No rule has a name that 'anythink' fits [LOAD_WARNING_EXTENSION]",
				"    3 | - enable: {rule: anythink}",
				"      |           ^ did you mean 'anything'?",
				"falco.yaml:4:12: warning: No rule has the tag 'bb' [LOAD_WARNING_EXTENSION]",
				"    4 | - disable: {rule: 'any*', tag: bb}",
				"      |            ^ did you mean 'b'?",
				"ok: 3 rules, 2 enabled; 0 errors, 2 warnings",
				"",
			].join("\n"),
		]);
	});

	test("needs files to check", () => {
		const { status, stderr } = runRules(["check", "--config", "falco.yaml"], { files: { "falco.yaml": "rules: []" } });
		expect([status, stderr]).toEqual([1, "falco.yaml: rules_files names no files of rules\n"]);
	});

	test.each([
		[["check", "mine"], "mine: there are no YAML files in it\n"],
		[["test", "--rules", "rules.yaml", "--", "mine"], "mine: there are no YAML files in it\n"],
		[["build", "--config", "falco.yaml", "--out", "out"], "falco.yaml: rules_files names no files of rules\n"],
	])("%j: a folder without rule files is told", (args, told) => {
		const { status, stderr } = runRules(args, {
			files: { "rules.yaml": LOCKED, "falco.yaml": "rules_files: [mine]" },
			folders: { mine: { "rules.yaml.txt": LOCKED } },
		});
		expect([status, stderr]).toEqual([1, told]);
	});

	test("takes links to files in a folder, as Falco does, and no folders", () => {
		const folder = mkdtempSync(join(tmpdir(), "rules-"));
		mkdirSync(join(folder, "data"));
		writeFileSync(join(folder, "data", "rules.yaml"), LOCKED);
		symlinkSync("data/rules.yaml", join(folder, "a.yaml"));
		symlinkSync("nowhere", join(folder, "b.yaml"));
		symlinkSync("data", join(folder, "c.yaml"));
		const { status, stdout } = runRules(["check", folder]);
		expect([status, stdout]).toEqual([0, "ok: 3 rules, 2 enabled; 0 errors, 0 warnings\n"]);
	});

	test.each(["latin1", "utf16le"] as const)("refuses a file in %s, whose texts would match nothing", (encoding) => {
		const rules = Buffer.from(
			`\ufeff${LOCKED.replace("Ada", "Adélaïde")}`.slice(encoding === "latin1" ? 1 : 0),
			encoding,
		);
		const { status, stderr } = runRules(["check", "rules.yaml"], { files: { "rules.yaml": rules } });
		expect([status, stderr]).toEqual([1, expect.stringContaining("rules.yaml: it is not UTF-8 text")]);
	});

	test("gives Falco's report as JSON", () => {
		const { status, stdout } = runRules(["check", "--json", "rules.yaml", "bad.yaml"], {
			files: { "rules.yaml": LOCKED, "bad.yaml": BAD.replaceAll("locked", "é locked") },
		});
		expect(status).toBe(1);
		const [well, ill] = JSON.parse(stdout).falco_load_results;
		expect(well).toEqual({
			errors: [],
			name: "rules.yaml",
			schema_valid: "none",
			schema_warnings: [],
			successful: true,
			warnings: [],
		});
		expect(ill).toMatchObject({ name: "bad.yaml", successful: false });
		for (const keys of keysIn(JSON.parse(stdout))) expect(keys).toEqual([...keys].sort());
		expect(ill.errors.map(({ code }: { code: string }) => code)).toEqual([
			"LOAD_ERR_YAML_VALIDATE",
			"LOAD_ERR_COMPILE_CONDITION",
		]);
		expect(ill.errors[1]).toMatchObject({
			codedesc: "Error compiling condition",
			message: "filter_check called with nonexistent field okta.actor.nam",
			context: {
				locations: [
					{ item_name: "", item_type: "rules content", position: { column: 0, line: 0, name: "bad.yaml", offset: 0 } },
					{ item_name: "of Ada", item_type: "rule", position: { column: 2, line: 15, name: "bad.yaml" } },
					{ item_name: "", item_type: "rule condition", position: { column: 13, line: 17, name: "bad.yaml" } },
					{
						item_name: "",
						item_type: "condition expression",
						position: { column: 14, line: 18, name: '"okta.actor.nam = ..."' },
					},
				],
				snippet: "okta.actor.nam = Adam\n^\n",
			},
		});
	});

	test("shows of a long line the part around the place, as JSON too", () => {
		const condition = `${"okta.reason = é and ".repeat(20)}okta.actor.nam = Adam${" or okta.reason = a".repeat(20)}`;
		const files = { "bad.yaml": LOCKED.replace("okta.actor.name = Ada", condition) };
		const { stdout } = runRules(["check", "--json", "bad.yaml"], { files });
		const [{ errors }] = JSON.parse(stdout).falco_load_results;
		const [line, caret] = errors[0].context.snippet.split("\n");
		expect([line.length, line.slice(caret.length - 1, caret.length + 13)]).toEqual([160, "okta.actor.nam"]);
		const [, , , { position }] = errors[0].context.locations;
		expect(position.column - errors[0].context.locations[2].position.column - 1).toBe(20 * 21);
	});

	test.each([
		[
			"in one condition",
			LOCKED.replace("okta.actor.name = Ada", numbered(8_000, (at) => `okta.x${at} = 1`).join(" and ")),
		],
		["in one file", numbered(3_000, (at) => BAD.replaceAll(/rule: .*/g, `$& ${at}`)).join("\n")],
	])("tells of thousands of problems %s", (_, text) => {
		const texts = new Map([["rules.yaml", text]]);
		const { diagnostics } = loadOktaRules([{ name: "rules.yaml", text }], DEFAULT_CONFIG);
		expect(diagnostics.length).toBeGreaterThanOrEqual(6_000);
		expect(printDiagnostics(diagnostics, { texts, colour: false })).toContain("okta.");
		expect(JSON.parse(falcoLoadResults(diagnostics, texts)).falco_load_results).toHaveLength(1);
	});

	test("shows nothing that a terminal would obey", () => {
		const { stdout } = runRules(["check", "rules.yaml"], {
			files: {
				"rules.yaml": LOCKED.replace("rule: locked", 'rule: "\u202e\u200bx\\e[31m"').replace("notice", "'\u202enope'"),
			},
		});
		expect(stdout).toContain("Invalid priority");
		expect(["\u001b", "\u202e", "\u200b"].filter((character) => stdout.includes(character))).toEqual([]);
	});

	test("shows nothing of the kind of a file that is not there either", () => {
		const { status, stderr } = runRules(["check", "--config", "falco.yaml"], {
			files: { "falco.yaml": 'rules_files: ["\\e[31mrules.yaml"]' },
		});
		expect([status, stderr]).toEqual([1, expect.stringContaining("/[31mrules.yaml: there is no such file\n")]);
	});
});

describe("rules list", () => {
	const files = { "rules.yaml": LOCKED };

	test("prints a rule a line", () => {
		expect(runRules(["list", "rules.yaml"], { files })).toMatchObject({
			status: 0,
			stdout: [
				"on   Notice         locked    a, b",
				"off  Debug          anything",
				"on   Warning        of Ada",
				"",
			].join("\n"),
		});
	});

	test("prints JSON", () => {
		const { stdout } = runRules(["list", "--json", "rules.yaml"], { files });
		expect(JSON.parse(stdout)[0]).toEqual({
			name: "locked",
			priority: "Notice",
			enabled: true,
			tags: ["a", "b"],
			description: "d",
			file: "rules.yaml",
		});
	});

	test("fails when rules do not load", () => {
		const { status, stderr } = runRules(["list", "rules.yaml"], { files: { "rules.yaml": BAD } });
		expect([status, stderr]).toEqual([1, expect.stringContaining("rules -- check rules.yaml\n")]);
	});

	test("fails when the configuration cannot be used", () => {
		const { status, stderr } = runRules(["list", "--config", "falco.yaml"], {
			files: { "rules.yaml": LOCKED, "falco.yaml": CONFIG.replace("all", "every") },
		});
		expect([status, stderr]).toEqual([1, expect.stringContaining("rules -- check --config falco.yaml\n")]);
	});
});

test.each([["--help"], ["check", "--help"], ["eval", "--help"], ["build", "--help"], ["list", "--help"]])(
	"%s %s helps",
	(...args) => {
		expect(runRules(args)).toMatchObject({ status: 0, stdout: expect.stringContaining("Usage: rules") });
	},
);

test("an unknown command is told", () => {
	expect(runRules(["chekc"])).toMatchObject({ status: 1, stderr: expect.stringContaining("Did you mean check?") });
});
