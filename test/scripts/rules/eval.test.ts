import { describe, expect, test } from "vitest";
import { CONFIG, event, LOCKED, runRules } from "./run-rules.ts";

const FILES = {
	"rules.yaml": LOCKED,
	"falco.yaml": CONFIG,
	"events.jsonl": `${event("Ada", 1)}\n${event("Bob", 2)}\n`,
};
const EVALUATE = ["eval", "--events", "events.jsonl", "--rules", "rules.yaml"];

const alerts = (stdout: string) =>
	stdout
		.trimEnd()
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line));
const rules = (stdout: string) => alerts(stdout).map(({ rule }) => rule);

describe("rules eval", () => {
	test("prints one alert a line, as Falco writes it, and nothing else", () => {
		const { status, stdout, stderr } = runRules([...EVALUATE, "--hostname", "here"], { files: FILES });
		expect([status, stderr]).toEqual([0, ""]);
		expect(stdout.split("\n")[0]).toBe(
			'{"hostname":"here","output":"08:01:00.000000000: Notice Ada of acme","output_fields":{"evt.time":1777881660000000000,"okta.actor.name":"Ada","okta.org":"acme"},"priority":"Notice","rule":"locked","source":"okta","tags":["a","b"],"time":"2026-05-04T08:01:00.000000000Z"}',
		);
	});

	test("prints at most one alert an event, or all", () => {
		expect(rules(runRules(EVALUATE, { files: FILES }).stdout)).toEqual(["locked", "locked"]);
		expect(rules(runRules([...EVALUATE, "--rule-matching", "all"], { files: FILES }).stdout)).toEqual([
			"locked",
			"of Ada",
			"locked",
		]);
	});

	test("takes the rules and the settings of a configuration", () => {
		const { stdout } = runRules(["eval", "--events", "events.jsonl", "--config", "falco.yaml"], { files: FILES });
		expect(rules(stdout)).toEqual(["locked", "of Ada", "locked"]);
	});

	test("reads standard input", () => {
		const { stdout } = runRules(["eval", "--events", "-", "--rules", "rules.yaml"], {
			files: FILES,
			input: event("Cyd", 3),
		});
		expect(alerts(stdout)).toMatchObject([{ output: "08:03:00.000000000: Notice Cyd of acme" }]);
	});

	test("takes several rule files, in order", () => {
		const more = "- {rule: anything, enabled: true}\n- {rule: locked, enabled: false}\n";
		const { stdout } = runRules([...EVALUATE, "more.yaml"], { files: { ...FILES, "more.yaml": more } });
		expect(alerts(stdout).map(({ output }) => output)).toEqual([
			"08:01:00.000000000: Debug 1 0",
			"08:02:00.000000000: Debug 2 60",
		]);
	});

	test("prints text as Falco does, and as a terminal can take it", () => {
		const hostile = { ...FILES, "events.jsonl": event('A"da\u001b[31m\u202e', 1) };
		const { stdout } = runRules([...EVALUATE, "--format", "text"], { files: hostile });
		expect(stdout).toBe('08:01:00.000000000: Notice A\\"da\\u001b[31m of acme\n');
	});

	test("tells of a bad line by its number, and goes on", () => {
		const events = `${event("Ada", 1)}\r\n\nno JSON\n[1]\n${JSON.stringify({ ...JSON.parse(event("x", 2)), displayMessage: "a\u2028b" })}`;
		const { status, stdout, stderr } = runRules(EVALUATE, { files: { ...FILES, "events.jsonl": events } });
		expect(status).toBe(0);
		expect(alerts(stdout)).toHaveLength(2);
		expect(stderr.split("\n").filter(Boolean)).toEqual([
			expect.stringMatching(/^events\.jsonl:3: .*JSON/),
			"events.jsonl:4: is not a JSON object",
		]);
	});

	test.each([
		["is empty", "", 0, /^events\.jsonl: there is nothing in it$/m],
		["has no events on this day", "[]", 0, /^events\.jsonl: there is nothing in it$/m],
		["is in another encoding", "\ufffd\ufffd{\u0000}\u0000\n", 1, /^events\.jsonl: nothing in it is an event$/m],
	])("tells of a file that %s", (_, events, status, message) => {
		const answer = runRules(EVALUATE, { files: { ...FILES, "events.jsonl": events } });
		expect(answer).toMatchObject({ status, stdout: "", stderr: expect.stringMatching(message) });
	});

	test("knows the organization and the host from the Worker's variables", () => {
		const { stdout } = runRules(EVALUATE, {
			files: FILES,
			env: { OKTA_ORG_URL: "https://umbra.okta.com", HOSTNAME: "" },
		});
		expect(alerts(stdout)[0]).toMatchObject({ hostname: "umbra.okta.com", output_fields: { "okta.org": "umbra" } });
	});

	test.each([
		["rules that do not load", [...EVALUATE, "bad.yaml"], "nonexistent field okta.nope"],
		["a file that is not there", ["eval", "--events", "none.jsonl", "--rules", "rules.yaml"], "none.jsonl"],
		["rules that are not there", ["eval", "--events", "events.jsonl", "--rules", "none.yaml"], "no such file"],
		["an unknown option", [...EVALUATE, "--rule-machting", "all"], "unknown option '--rule-machting'"],
		["an unknown choice", [...EVALUATE, "--format", "xml"], "Allowed choices are json, text"],
		["no events", ["eval"], "required option '--events <file>' not specified"],
	])("fails for %s", (_what, args, message) => {
		const bad = LOCKED.replace("okta.actor.name = Ada", "okta.nope = 1");
		const { status, stdout, stderr } = runRules(args, { files: { ...FILES, "bad.yaml": bad } });
		expect([status, stdout]).toEqual([1, ""]);
		expect(stderr).toContain(message);
	});
});
