import { describe, expect, test } from "vitest";
import type { Case } from "../../scripts/conformance/cases.ts";
import { parseExact, printExact } from "../../scripts/conformance/exact-json.ts";
import { runCase } from "../../scripts/conformance/run-case.ts";

const RULE = `
- rule: locked
  desc: d
  condition: okta.evt.type = user.account.lock
  output: "%okta.actor.name"
  priority: notice
  source: okta
`;
const EVENT = { eventType: "user.account.lock", published: "2026-05-04T08:01:00Z", actor: { displayName: "Ada" } };
const ALERT = {
	hostname: "oracle",
	output: "08:01:00.000000000: Notice Ada",
	output_fields: { "evt.time": 1777881660000000000n, "okta.actor.name": "Ada" },
	priority: "Notice",
	rule: "locked",
	source: "okta",
	tags: [],
	time: "2026-05-04T08:01:00.000000000Z",
};

function example(changes: Partial<Case>): Case {
	return {
		id: "x",
		group: "own",
		rules: [RULE],
		rule_matching: "all",
		config: {},
		events: [EVENT],
		isproxy_as_text: false,
		file: "x.jsonl",
		...changes,
	};
}

describe("a run of a case", () => {
	test("passes when the alerts are the same to the byte", () => {
		expect(runCase(example({ alerts: [ALERT] }), ["direct", "json"]).failures).toEqual([]);
	});

	test("shows an alert that is missing, by rule", () => {
		const [failure] = runCase(example({ alerts: [{ ...ALERT, priority: "Warning" }] }), ["json"]).failures;
		expect(failure).toContain("rule locked");
		expect(failure).toContain(`- ${printExact({ ...ALERT, priority: "Warning" })}`);
		expect(failure).toContain(`+ ${printExact(ALERT)}`);
	});

	test("fails when there is an alert too many", () => {
		expect(runCase(example({ alerts: [] }), ["json"]).failures).not.toEqual([]);
	});

	test("fails when rules do not load", () => {
		const [failure] = runCase(example({ rules: [RULE.replace("okta.evt.type", "okta.typ")], alerts: [] }), [
			"json",
		]).failures;
		expect(failure).toContain("nonexistent field okta.typ");
	});

	const LOADS = { successful: true, errors: [], warnings: [] };
	const error = { code: "LOAD_ERR_VALIDATE", message: "m", item_type: "rule", item_name: "locked" };
	test.each([
		["loads, and should not", { ...LOADS, successful: false, errors: [error] }, ["successful", "errors"]],
		["lacks a warning", { ...LOADS, warnings: [{ ...error, code: "LOAD_UNUSED_LIST" }] }, ["warnings"]],
		["agrees", LOADS, []],
	])("tells when loading %s", (_what, load, titles) => {
		const { failures } = runCase(example({ load }), ["json"]);
		expect(failures.map((failure) => failure.split("\n")[0])).toEqual(titles);
	});
});

test("integers beyond 2^53 keep every digit", () => {
	const text = '{"evt.time":1777881660000000001,"a":[-9223372036854775808,1.5,"9007199254740993",null]}';
	expect(printExact(parseExact(text))).toBe(text);
});
