import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/falco/config/read.ts";
import { DEFAULT_CONFIG } from "../../../src/falco/config.ts";

/** How Falco would have a variable of its environment put in. */
const PLACEHOLDER = "$".concat("{HOST}");

const PLUGIN = { name: "okta", settings: { cache_usermaxsize: { min: 1, max: 500 } }, others: ["api_token"] };

const read = (text: string) => readConfig({ name: "falco.yaml", text }, PLUGIN);

/** Problems as `line:column message`. */
function told(text: string): string[] {
	return read(text).diagnostics.map(({ message, place }) => {
		const before = text.slice(0, place.offset).split("\n");
		return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${message}`;
	});
}

describe("falco.yaml", () => {
	test("has Falco's defaults", () => {
		expect(read("")).toEqual({ config: DEFAULT_CONFIG, diagnostics: [], ignored: [] });
		expect(read("rules_files:\nrules:\npriority:\nappend_output:\nstatic_fields:\n").config).toEqual(DEFAULT_CONFIG);
	});

	test.each([
		["rules_files: [a.yaml, rules.d]", { rulesFiles: ["a.yaml", "rules.d"] }],
		["priority: INFO", { priority: "Informational" }],
		["rule_matching: All", { ruleMatching: "all" }],
		["static_fields: {region: eu, tier: 1}", { staticFields: { region: "eu", tier: "1" } }],
		["plugins: [{name: okta, init_config: {cache_usermaxsize: 50}}]", { initConfig: { cache_usermaxsize: 50 } }],
		["plugins: [{name: okta, init_config: '', library_path: libokta.so}, {name: json}]", { initConfig: {} }],
		["plugins: [{name: json, init_config: {cache_usermaxsize: 0}}]", { initConfig: {} }],
		["storm_control: {alerts: 10, seconds: 300}", { storm: { alerts: 10, seconds: 300 } }],
		["time_format_iso_8601: yes", { alert: { ...DEFAULT_CONFIG.alert, timeFormatIso8601: true } }],
		["json_include_message_property: true", { alert: { ...DEFAULT_CONFIG.alert, includeMessage: true } }],
		["json_include_output_property: false", { alert: { ...DEFAULT_CONFIG.alert, includeOutput: false } }],
		["json_include_output_fields_property: true", { alert: DEFAULT_CONFIG.alert }],
		["json_include_tags_property: off", { alert: { ...DEFAULT_CONFIG.alert, includeTags: false } }],
		[
			"rules:\n- enable: {rule: 'Foo*', tag: bar}\n- disable: {tag: x}",
			{
				rules: [
					{ operation: "enable", rule: "Foo*", tag: "bar", context: expect.anything() },
					{ operation: "disable", tag: "x", context: expect.anything() },
				],
			},
		],
		[
			"append_output:\n- match: {source: okta, rule: r, tags: [a]}\n  extra_output: by %okta.actor.id\n  extra_fields: [okta.app, okta.app, {who: '%okta.actor.id'}]\n- suggested_output: true",
			{
				appendOutput: [
					{
						match: { source: "okta", rule: "r", tags: ["a"] },
						extraOutput: "by %okta.actor.id",
						extraFields: [
							{ field: "okta.app", context: expect.anything() },
							{ field: "okta.app", context: expect.anything() },
							{ key: "who", format: "%okta.actor.id", context: expect.anything() },
						],
						suggestedOutput: false,
						context: expect.anything(),
					},
					{ match: {}, extraFields: [], suggestedOutput: true, context: expect.anything() },
				],
			},
		],
	])("%j", (text, expected) => {
		expect(read(text)).toEqual({ config: { ...DEFAULT_CONFIG, ...expected }, diagnostics: [], ignored: [] });
	});

	test("names the keys of Falco's that mean nothing here", () => {
		expect(read("http_output: {enabled: true}\nmetrics:\n  enabled: true\npriority: info")).toMatchObject({
			ignored: ["http_output", "metrics"],
			diagnostics: [],
			config: { priority: "Informational" },
		});
	});

	test.each([
		["rules_file: [a.yaml]", "1:1 Unknown key 'rules_file'. The key will be ignored."],
		["priority: info\npriority: debug", "2:1 Key 'priority' is given again; only the first counts."],
		["rules:\n- enable: {rule: a, tags: b}", "2:21 Unknown key 'tags'. The key will be ignored."],
		[
			"plugins: [{name: okta, init_config: {cache_usersize: 5}}]",
			"1:38 Unknown key 'cache_usersize'. The key will be ignored.",
		],
		[
			`static_fields: {host: '${PLACEHOLDER}'}`,
			`1:23 '${PLACEHOLDER}' is taken as it stands: variables of the environment are not put in.`,
		],
		[
			"json_include_output_fields_property: false",
			"1:38 Alerts will have no output_fields, without which programs that read them, Falcosidekick for one, refuse them all.",
		],
	])("warns, and goes on: %j", (text, expected) => {
		expect(told(text)).toEqual([expected]);
		expect(read(text).config).toBeDefined();
	});

	test("knows what a misspelt key may be", () => {
		expect(read("rule_maching: all").diagnostics[0]?.hint).toBe("did you mean 'rule_matching'?");
	});

	test.each([
		["- rules_files", ["1:1 The configuration must be a mapping of keys to values"]],
		["priority: info\n---\npriority: info", ["3:1 The configuration is one document, not several"]],
		["priority: @x", ["1:11 Plain value cannot start with reserved character @"]],
		["priority: urgent", ["1:11 Invalid priority"]],
		["rule_matching: last", ["1:16 Invalid rule_matching 'last'"]],
		["rules_files: a.yaml", ["1:14 Value is not a sequence"]],
		["json_include_tags_property: 1", ["1:29 Can't decode YAML scalar value"]],
		["static_fields: [a]", ["1:16 static_fields must be a mapping of names to texts"]],
		["static_fields: {a-b: x}", ["1:17 The name of a static field is letters, digits and '_', a letter first"]],
		["static_fields: {a: [x]}", ["1:20 Value is not a scalar value"]],
		["plugins: {name: okta}", ["1:10 Value is not a sequence"]],
		["plugins: [okta]", ["1:11 Entry of plugins must be a mapping"]],
		["plugins: [{name: okta, init_config: 'a: b'}]", ["1:37 init_config must be a mapping"]],
		[
			"plugins: [{name: okta, init_config: {cache_usermaxsize: 501}}]",
			["1:57 cache_usermaxsize must be from 1 to 500"],
		],
		["storm_control: on", ["1:16 storm_control must be a mapping"]],
		["storm_control: {alerts: 5}", ["1:16 Item has no mapping for key 'seconds'"]],
		["storm_control: {alerts: 0, seconds: 60}", ["1:16 alerts must be at least 1, and seconds from 1 to 604800"]],
		["rules: {enable: {rule: a}}", ["1:8 Value is not a sequence"]],
		["rules:\n- enable: a", ["2:3 Entry of rules is not usable"]],
		["rules:\n- enable: {}", ["2:11 'enable' names neither a rule nor a tag"]],
		["append_output: {}", ["1:16 Value is not a sequence"]],
		["append_output:\n- text", ["2:3 Entry of append_output must be a mapping"]],
		["append_output:\n- match: text", ["2:10 'match' must be a mapping"]],
		["append_output:\n- match: {tags: a}", ["2:17 Value is not a sequence"]],
		["append_output:\n- extra_fields: {a: b}", ["2:17 Value is not a sequence"]],
		["append_output:\n- extra_fields: [{a: b, c: d}]", ["2:18 Entry of extra_fields is not usable"]],
		["append_output:\n- extra_fields: [a, {a: b}]", ["2:21 Extra field 'a' is given twice"]],
	])("fails, with the place: %j", (text, expected) => {
		expect(told(text)).toEqual(expected);
		expect(read(text).config).toBeUndefined();
	});

	test("never throws", () => {
		const words = fc.constantFrom(
			"rules:\n",
			"- enable: ",
			"{rule: a}",
			"append_output: ",
			"extra_fields: ",
			"&a ",
			"*a",
			"[",
			"]",
			"{",
			"}",
			"static_fields: ",
			"\n",
			"  ",
			"priority: ",
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 20 }), (parts) => void read(parts.join(""))),
		);
	});
});
