import { describe, expect, test } from "vitest";
import { told } from "../load-rules.ts";

const Y = "LOAD_ERR_YAML_VALIDATE";
const V = "LOAD_ERR_VALIDATE";
const APPEND = "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

/** A rule that is well, then `more` of it. */
const RULE = "- rule: r\n  desc: d\n  condition: okta.reason exists\n  output: o\n  priority: info\n  source: okta\n";

describe("files", () => {
	test.each([
		["a: b", [`1:1 ${Y} Rules content is not yaml array of objects`]],
		["text", [`1:1 ${Y} Rules content is not yaml`]],
		["- text", [`1:3 ${Y} Unexpected element type. Each element should be a yaml associative array.`]],
		[
			"- [a]\n- b",
			[
				`1:3 ${Y} Unexpected element type. Each element should be a yaml associative array.`,
				`2:3 ${Y} Unexpected element type. Each element should be a yaml associative array.`,
			],
		],
		[
			"- {}\n- rules: x",
			["1:3 LOAD_UNKNOWN_ITEM Unknown top level item", "2:3 LOAD_UNKNOWN_ITEM Unknown top level item"],
		],
		["- a: b: c", ["1:6 LOAD_ERR_YAML_PARSE Nested mappings are not allowed in compact mappings"]],
	])("%j", (text, expected) => {
		expect(told(text)).toEqual(expected);
	});
});

describe("keys of a rule", () => {
	test.each([
		["rule: ", [`1:3 ${Y} Mapping for key 'rule' is empty`]],
		['rule: ""', [`1:9 ${Y} Value must be non-empty`]],
		["rule: [r]", [`1:9 ${Y} Value is not a scalar value`]],
		["rule: r", [`1:3 ${Y} Item has no mapping for key 'enabled'`]],
		["rule: r\n  enabled: maybe", [`2:12 ${Y} Can't decode YAML scalar value`]],
		[
			"rule: r\n  desc: d",
			[
				`1:3 ${Y} Item has no mapping for key 'condition'`,
				`1:3 ${Y} Item has no mapping for key 'output'`,
				`1:3 ${Y} Item has no mapping for key 'priority'`,
			],
		],
	])("%j", (item, expected) => {
		expect(told(`- ${item}\n`)).toEqual(expected);
	});

	test.each([
		["enabled: 1", `7:12 ${Y} Can't decode YAML scalar value`],
		["enabled: ~", `1:3 ${Y} Mapping for key 'enabled' is empty`],
		["enabled: [yes]", `7:12 ${Y} Value is not a scalar value`],
		["append: 0", `7:11 ${Y} Can't decode YAML scalar value`],
		["capture: x", `7:12 ${Y} Can't decode YAML scalar value`],
		["capture_duration: -1", `7:21 ${Y} Can't decode YAML scalar value`],
		["capture_duration: 08", `7:21 ${Y} Can't decode YAML scalar value`],
		["capture_duration: 4294967296", `7:21 ${Y} Can't decode YAML scalar value`],
		["skip-if-unknown-filter: t", `7:27 ${Y} Can't decode YAML scalar value`],
		["warn_evttypes: 1", `7:18 ${Y} Can't decode YAML scalar value`],
		["tags: a", `7:9 ${Y} Value is not a sequence`],
		["tags: [a, [b]]", `7:13 ${Y} sequence value is not scalar`],
		["tags: ~", `7:9 ${Y} Value is not a sequence`],
		["exceptions: x", `7:15 ${Y} Rule exceptions must be a sequence`],
		["sevrity: high", "7:3 LOAD_UNKNOWN_KEY Unknown key 'sevrity'. The key will be ignored."],
	])("%j", (key, expected) => {
		expect(told(`${RULE}  ${key}\n`)).toEqual([expected]);
	});

	test.each([
		"enabled: n",
		"enabled: Off",
		"enabled: YES",
		'enabled: "true"',
		"capture_duration: 0x1F",
		"capture_duration: 017",
		"tags: []",
		"exceptions: ",
		"exceptions: []",
	])("%j is well", (key) => {
		expect(told(`${RULE}  ${key}\n`)).toEqual([]);
	});

	test.each(["warn", "crit", "5", '"info "', "informationally"])("priority %s is none", (priority) => {
		expect(told(RULE.replace("info", priority))).toEqual([`5:13 ${Y} Invalid priority`]);
	});

	test.each(["INFO", "info", "Informational", "eMeRgEnCy"])("priority %s is one", (priority) => {
		expect(told(RULE.replace("info", priority))).toEqual([]);
	});

	test("a priority without a value is told, though Falco ends at it", () => {
		expect(told(RULE.replace("info", ""))).toEqual([`1:3 ${Y} Mapping for key 'priority' is empty`]);
	});
});

describe("sources", () => {
	test("rules of one that is unknown are left out, and what only they use is unused", () => {
		expect(
			told(
				`- {macro: m, condition: okta.reason exists}\n${RULE.replace("okta.reason exists", "((").replace("source: okta", "source: k8s_audit")}`,
			),
		).toEqual([
			"2:3 LOAD_UNKNOWN_SOURCE Unknown source k8s_audit, skipping",
			"1:3 LOAD_UNUSED_MACRO Macro not referred to by any other rule/macro",
		]);
	});

	test("a rule of syscall is left out too, but must make sense", () => {
		const foreign = (condition: string) =>
			RULE.replace("okta.reason exists", condition).replace("source: okta", "source: syscall");
		expect(told(foreign("proc.name = bash and evt.num > 7"))).toEqual([
			"1:3 LOAD_UNKNOWN_SOURCE Unknown source syscall, skipping",
		]);
		expect(told(foreign("proc.name = bash and"))).toEqual([expect.stringContaining("LOAD_ERR_COMPILE_CONDITION")]);
		expect(told(foreign("proc.name = bash and okta.reason exists"))).toEqual([
			"3:35 LOAD_ERR_COMPILE_CONDITION filter_check called with nonexistent field okta.reason",
		]);
	});

	test("one rule cannot have two", () => {
		expect(told(`${RULE}${RULE.replace("  source: okta\n", "")}`)).toEqual([
			`7:3 ${V} Rule has been re-defined with a different source`,
			expect.stringContaining("nonexistent field okta.reason"),
		]);
	});
});

describe("overrides", () => {
	const again = (text: string) => told(`${RULE}- rule: r\n  ${text}\n`);

	test.each([
		[
			"condition: x\n  override: {condition: add}",
			[`9:25 ${Y} Invalid override operation for key 'condition': 'add'. Allowed values are: append replace `],
		],
		[
			"priority: info\n  override: {priority: append}",
			[`9:14 ${Y} Key 'priority' cannot be appended to, use 'replace' instead`],
		],
		["source: okta\n  override: {source: replace}", [`9:14 ${Y} Key 'source' cannot be replaced`]],
		[
			"override: {output: append}",
			[`7:3 ${Y} An append override for 'output' was specified but 'output' is not defined`],
		],
		[
			"output: o\n  desc: d\n  override: {output: append}",
			[`9:9 ${Y} Unexpected key 'desc': no corresponding entry under 'override' is defined.`],
		],
		[
			"output: o\n  override: {output: ~}",
			[`9:22 ${Y} Invalid override operation for key 'output': ''. Allowed values are: append replace `],
		],
		["tags: a\n  override: {tags: replace}", [`8:9 ${Y} Value is not a sequence`]],
		["output: o\n  override: [output]", [`9:13 ${Y} Value of override must be a mapping`]],
		[
			"condition: x\n  append: true\n  override: {condition: append}",
			[
				`7:3 LOAD_DEPRECATED_ITEM ${APPEND}`,
				`7:3 ${Y} Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.`,
			],
		],
		[
			"append: true",
			[`7:3 LOAD_DEPRECATED_ITEM ${APPEND}`, `7:3 ${V} Appended rule must have exceptions or condition property`],
		],
		[
			"condition: and okta.nope = 1\n  append: true",
			[
				`7:3 LOAD_DEPRECATED_ITEM ${APPEND}`,
				"8:18 LOAD_ERR_COMPILE_CONDITION filter_check called with nonexistent field okta.nope",
			],
		],
		[
			"condition: or okta.app = x\n  source: syscall\n  override: {condition: append}",
			[`7:3 ${V} Rule has been re-defined with a different source`],
		],
		["output: x\n  source: syscall\n  override: {output: replace}", []],
		["condition: okta.app = x\n  source:\n  override: {condition: replace}", []],
	])("%j", (text, expected) => {
		expect(again(text)).toEqual(expected);
	});

	test.each([
		[
			"- {rule: g, condition: x, override: {condition: append}}",
			`1:3 ${V} Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists`,
		],
		[
			"- {rule: g, condition: x, override: {condition: replace}}",
			`1:3 ${V} An 'override.<key>: replace' to a rule was requested but no rule by that name already exists`,
		],
		[
			"- {list: g, items: [x], override: {items: append}}",
			`1:3 ${V} List uses 'append' or 'override.items: append' but no list by that name already exists`,
		],
		[
			"- {macro: g, condition: x, override: {condition: append}}",
			`1:3 ${V} Macro uses 'append' or 'override.condition: append' but no macro by that name already exists`,
		],
	])("need something to change: %s", (text, expected) => {
		expect(told(text)).toEqual([expected]);
	});

	test("a switch needs a rule", () => {
		expect(told("- {rule: g, enabled: false}")).toEqual([
			expect.stringContaining("1:3 LOAD_DEPRECATED_ITEM The standalone 'enabled' key usage is deprecated."),
			`1:3 ${V} Rule has 'enabled' key but no rule by that name already exists`,
		]);
	});
});

describe("exceptions", () => {
	const SINGLE =
		"When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)";

	test.each([
		["text", `8:5 ${Y} Rule exception must be a mapping`],
		["{fields: okta.app}", `8:5 ${Y} Item has no mapping for key 'name'`],
		["{name: e}", `8:5 ${Y} Item has no mapping for key 'fields'`],
		["{name: e, fields: []}", `8:5 ${V} Rule exception item must have fields property with a list of fields`],
		["{name: e, fields: okta.nope}", `8:5 ${V} 'okta.nope' is not a supported filter field`],
		['{name: e, fields: "tolower(okta.nope)"}', `8:5 ${V} 'tolower(okta.nope)' is not a supported filter field`],
		[
			'{name: e, fields: "okta.app = x or okta.app"}',
			`8:5 ${V} 'okta.app = x or okta.app' is not a supported filter field`,
		],
		[
			'{name: e, fields: "okta.app[1]"}',
			`8:5 ${V} filter 'okta.app[1]': okta.app does not allow nor require an argument but one is provided: 1`,
		],
		["{name: e, fields: okta.app, comps: =}", `8:5 ${V} ${SINGLE}`],
		["{name: e, fields: okta.app, comps: in oneof}", `8:5 ${V} ${SINGLE}`],
		["{name: e, fields: okta.app, comps: [in]}", `8:5 ${V} Fields and comps must both be strings`],
		["{name: e, fields: [okta.app], comps: in}", `8:5 ${V} Fields and comps lists must have equal length`],
		["{name: e, fields: [okta.app], comps: [in, in]}", `8:5 ${V} Fields and comps lists must have equal length`],
		["{name: e, fields: [okta.app], comps: [like]}", `8:5 ${V} 'like' is not a supported comparison operator`],
		["{name: e, fields: okta.app, values: x}", `8:41 ${Y} Rule exception values must be a sequence`],
		['{name: e, fields: okta.app, values: [""]}', `8:42 ${Y} Value must be non-empty`],
		["{name: e, fields: okta.app, values: [[x]]}", `8:5 ${V} Expected values array to contain a list of strings`],
		["{name: e, fields: [okta.app], values: [[x, y]]}", `8:5 ${V} Fields and values lists must have equal length`],
	])("%s", (exception, expected) => {
		expect(told(`${RULE}  exceptions:\n  - ${exception}\n`)).toEqual([expected]);
	});

	test.each([
		"{name: e, fields: okta.app, comps: ' startswith   oneof ', values: [x]}",
		"{name: e, fields: okta.app, comps: pmatch, values: [x]}",
		'{name: e, fields: "tolower(okta.app)", values: [x]}',
		'{name: e, fields: ["json.value[/a]", "okta.mfa.deny.countlast[60]"], comps: [=, ">"], values: [[x, 3]]}',
		"{name: e, fields: [okta.app], comps: [in], values: [[[x, y]], [z], [(a, b)]]}".replace("(a, b)", '"(a, b)"'),
		"{name: e, fields: okta.app, more: x}",
	])("%s is well", (exception) => {
		expect(told(`${RULE}  exceptions:\n  - ${exception}\n`)).toEqual([]);
	});

	test("two of one name count both", () => {
		expect(told(`${RULE}  exceptions:\n  - {name: e, fields: okta.app}\n  - {name: e, fields: okta.app}\n`)).toEqual([
			"9:5 LOAD_EXCEPTION_NAME_NOT_UNIQUE Multiple definitions of exception 'e' in the same rule",
		]);
	});

	test.each([
		[
			"{name: e, fields: okta.app, values: [x]}",
			`10:6 ${V} Can not append exception fields to existing exception, only values`,
		],
		[
			"{name: e, comps: in, values: [x]}",
			`10:6 ${V} Can not append exception comps to existing exception, only values`,
		],
		["{name: n, values: [x]}", `10:6 ${V} Rule exception must have fields property with a list of fields`],
		[
			"{name: n, fields: okta.app, values: []}",
			`10:6 ${V} Rule exception must have values property with a list of values`,
		],
		["{name: e}", "10:6 LOAD_APPEND_NO_VALUES Overriding/appending exception with no values"],
	])("appended: %s", (exception, expected) => {
		const update = `- rule: r\n  exceptions:\n   - ${exception}\n  override: {exceptions: append}\n`;
		expect(told(`${RULE}  exceptions: [{name: e, fields: okta.app}]\n${update}`)).toEqual([expected]);
	});
});

describe("lists and macros", () => {
	test.each([
		["- list: l\n  items: x", [`2:10 ${Y} Value is not a sequence`]],
		["- list: l\n  items: [x, ~]", [`2:14 ${Y} sequence value is not scalar`]],
		[
			"- macro: m\n  condition: okta.reason",
			[expect.stringMatching(/^2:25 LOAD_ERR_COMPILE_CONDITION expected a valid check operator/)],
		],
		["- macro: m\n  condition: other", ["2:14 LOAD_ERR_VALIDATE Undefined macro 'other' used in filter."]],
		[
			"- {macro: m, condition: later}\n- {macro: later, condition: okta.app exists}",
			[`1:25 ${V} Undefined macro 'later' used in filter.`],
		],
		[
			"- {list: a b, items: []}",
			[
				expect.stringMatching(/^1:3 LOAD_INVALID_LIST_NAME List has an invalid name/),
				"1:3 LOAD_UNUSED_LIST List not referred to by any other rule/macro",
			],
		],
		[
			"- {macro: 9m, condition: okta.nope = 1}",
			[
				expect.stringMatching(/^1:3 LOAD_INVALID_MACRO_NAME Macro has an invalid name/),
				"1:3 LOAD_UNUSED_MACRO Macro not referred to by any other rule/macro",
			],
		],
		[
			"- {list: l, rule: r, items: []}",
			[
				"1:13 LOAD_UNKNOWN_KEY Unknown key 'rule'. The key will be ignored.",
				"1:3 LOAD_UNUSED_LIST List not referred to by any other rule/macro",
			],
		],
	])("%j", (text, expected) => {
		expect(told(text)).toEqual(expected);
	});

	test("a rule sees macros that come after it, but not in a later file", () => {
		const rule = RULE.replace("okta.reason exists", "m");
		const macro = "- {macro: m, condition: okta.app exists}\n";
		expect(told(rule + macro)).toEqual([]);
		expect(told([rule, macro])).toEqual([`0.yaml:3:14 ${V} Undefined macro 'm' used in filter.`]);
	});
});

describe("requirements", () => {
	test.each([
		["required_engine_version: 0.64.0", `1:3 ${V} Rules require engine version 0.64.0, but engine version is 0.63.0`],
		["required_engine_version: 64", `1:3 ${V} Rules require engine version 0.64.0, but engine version is 0.63.0`],
		[
			"required_engine_version: new",
			`1:3 ${Y} Unable to parse engine version 'new' as a semver string. Expected "x.y.z" semver format.`,
		],
		["required_engine_version: [1]", `1:28 ${Y} Value is not a scalar value`],
		["required_plugin_versions: okta", `1:29 ${Y} Value of required_plugin_versions must be a sequence`],
		["required_plugin_versions: [okta]", `1:30 ${Y} Plugin version must be a mapping`],
		["required_plugin_versions: [{name: okta}]", `1:30 ${Y} Item has no mapping for key 'version'`],
		[
			"required_plugin_versions: [{name: okta, version: 1}]",
			`1:30 ${V} Invalid required version '1' for plugin 'okta'`,
		],
		[
			"required_plugin_versions: [{name: okta, version: 0.1.0, alternatives: x}]",
			`1:30 ${Y} Value of plugin version alternatives must be a sequence`,
		],
		[
			"required_plugin_versions: [{name: okta, version: 0.1.0, alternatives: [x]}]",
			`1:74 ${Y} Plugin version alternative must be a mapping`,
		],
		[
			"required_plugin_versions: [{name: a, version: 0.1.0, alternatives: [{name: a, version: 0.2.0}]}]",
			`1:30 ${V} Defined multiple alternative version requirements for plugin 'a'`,
		],
		[
			"required_plugin_versions: [{name: okta, version: 0.13.0}]",
			`1:30 ${V} Plugin 'okta' version '0.12.0' is not compatible with required plugin version '0.13.0'`,
		],
		[
			"required_plugin_versions: [{name: a, version: 1.0.0, alternatives: [{name: b, version: 2.0.0}]}]",
			`1:30 ${V} Plugin requirement not satisfied, must load one of: a (>= 1.0.0), b (>= 2.0.0)`,
		],
	])("%s", (item, expected) => {
		expect(told(`- ${item}\n`)).toContain(expected);
	});

	test.each([
		"required_engine_version: 11",
		"required_engine_version: 0x3f",
		"required_engine_version: 0.63.0",
		"required_plugin_versions: [{name: a, version: 9.0.0, alternatives: [{name: okta, version: 0.12.0}]}]",
	])("%s is met", (item) => {
		expect(told(`- ${item}\n`)).toEqual([]);
	});
});

describe("warnings of conditions and outputs", () => {
	const condition = (text: string) => told(RULE.replace("okta.reason exists", text));

	test.each([
		["jevt.value[/a] = <NA>", ["3:14 LOAD_UNSAFE_NA_CHECK comparing a field value with <NA>"]],
		['not tolower(jevt.value[/a]) in (x, "<NA>")', ["3:18 LOAD_UNSAFE_NA_CHECK comparing a field value with <NA>"]],
		["jevt.value[/a] = anyof (<NA>)", []],
		["json.value[/a] = <NA>", []],
		["okta.app = okta.reason", ["3:25 LOAD_COMPILE_CONDITION 'okta.reason' may be a valid field misused"]],
		[
			"okta.count[ip,600] > 1001",
			["3:35 LOAD_COMPILE_CONDITION okta.count[ip,600] is never larger than 1001, and does not reach '1001'"],
		],
		["okta.count[ip,600] >= 1001 and not okta.count[ip,600] in (3, 5)", []],
		["okta.distinct[ip,actor,600] = 5000", ["3:44 LOAD_COMPILE_CONDITION okta.distinct[ip,actor,600] is never larger"]],
		["okta.recent[lockout,user,600] in (5, 2000)", ["3:47 LOAD_COMPILE_CONDITION okta.recent[lockout,user,600] is"]],
		["okta.count[ip,600] <= 5000", []],
		["okta.app regex ^wiki", ["3:29 LOAD_COMPILE_CONDITION regex check with '^wiki' may be optimized"]],
		[
			"evt.dir = x",
			[
				"3:14 LOAD_DEPRECATED_ITEM due to the drop of enter events",
				"3:14 LOAD_ERR_COMPILE_CONDITION filter_check called with nonexistent field evt.dir",
			],
		],
	])("%s", (text, expected) => {
		expect(condition(text).map((line) => expected.find((start) => line.startsWith(start)) ?? line)).toEqual(expected);
	});

	test("a rule may forgive unknown fields, and nothing else", () => {
		const forgiving = (text: string, output = "o") =>
			told(
				`${RULE.replace("okta.reason exists", text).replace("output: o", `output: "${output}"`)}  skip-if-unknown-filter: true\n`,
			);
		expect(forgiving("okta.nope = 1 and okta.evt.type = 5")).toEqual([
			"3:14 LOAD_UNKNOWN_FILTER filter_check called with nonexistent field okta.nope",
		]);
		expect(forgiving("okta.app = x", "100% x")).toEqual([
			"4:15 LOAD_UNKNOWN_FILTER unknown filter: unexpected token after '",
		]);
		expect(forgiving("evt.num = x and okta.nope = 1")).toContain(
			"3:14 LOAD_ERR_COMPILE_CONDITION x is not a valid number",
		);
		expect(forgiving("nope")).toEqual(["3:14 LOAD_ERR_VALIDATE Undefined macro 'nope' used in filter."]);
	});

	test("%container.info is taken out of an output", () => {
		expect(told(RULE.replace("output: o", 'output: "%container.info x"'))).toEqual([
			expect.stringMatching(/^1:3 LOAD_DEPRECATED_ITEM %container.info is deprecated/),
		]);
	});
});
