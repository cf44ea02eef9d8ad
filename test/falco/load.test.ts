import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printCondition } from "../../src/falco/filter/print.ts";
import { load } from "../../src/falco/load.ts";
import { LIMITS } from "../../src/falco/rules/limits.ts";
import { loadRules, rule, told } from "./load-rules.ts";

/** The conditions of the rules that take part, by name, as text. */
function conditions(texts: string | readonly string[]): Record<string, string> {
	const { ruleSet, diagnostics } = loadRules(texts);
	expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
	return Object.fromEntries((ruleSet?.rules ?? []).map(({ name, condition }) => [name, printCondition(condition)]));
}

describe("what rules come to", () => {
	test("a rule has all its parts, and the events it can match", () => {
		const { ruleSet } = loadRules(
			rule("r", "okta.evt.type in (user.session.end, user.session.start)", {
				output: "  %okta.actor.name  ",
				tags: ["b", "É", "a", "b"],
			}),
		);
		expect(ruleSet?.rules).toMatchObject([
			{
				name: "r",
				source: "okta",
				priority: "Notice",
				tags: ["a", "b", "É"],
				output: [{ type: "token", expression: { name: "okta.actor.name" } }],
				eventTypes: ["user.session.end", "user.session.start"],
			},
		]);
	});

	test("the rule set is plain JSON", () => {
		const { ruleSet } = loadRules(rule("r", "okta.message = é or not tolower(okta.reason) in (a, b)"));
		expect(JSON.parse(JSON.stringify(ruleSet))).toEqual(ruleSet);
	});

	test("several documents of a file are one", () => {
		expect(
			Object.keys(conditions(`${rule("a", "okta.reason exists")}---\n---\n${rule("b", "okta.reason exists")}`)),
		).toEqual(["a", "b"]);
	});

	test.each(["", "# nothing\n", "null", "[]", "---\n", "- \n- ~\n"])("nothing is in %j", (text) => {
		expect(loadRules(text)).toMatchObject({ diagnostics: [], rules: [], ruleSet: { rules: [] } });
	});
});

describe("later items", () => {
	const FIRST = rule("a", "okta.reason = x", { tags: ["t"], enabled: false }) + rule("b", "okta.reason exists");

	test("define a rule anew at its old place, all of it", () => {
		const { ruleSet } = loadRules([FIRST, rule("a", "okta.message = y")]);
		expect(ruleSet?.rules.map(({ name, tags }) => [name, tags])).toEqual([
			["a", []],
			["b", []],
		]);
	});

	test.each([
		[
			"a condition is appended as text",
			{ condition: "or okta.message = y and okta.app = z" },
			"append",
			"okta.reason = x or okta.message = y and okta.app = z",
		],
		["a condition is replaced", { condition: "okta.message = y" }, "replace", "okta.message = y"],
	])("%s", (_what, keys, operation, expected) => {
		const override = Object.fromEntries(Object.keys(keys).map((key) => [key, operation]));
		const update = `- ${JSON.stringify({ rule: "r", ...keys, override })}\n`;
		expect(conditions([rule("r", "okta.reason = x"), update])).toEqual({ r: expected });
	});

	test("append and replace parts of a rule", () => {
		const update = {
			rule: "a",
			output: "p",
			desc: "e",
			tags: ["s"],
			priority: "alert",
			enabled: true,
			override: { output: "append", desc: "append", tags: "append", priority: "replace", enabled: "replace" },
		};
		const { ruleSet, rules } = loadRules([FIRST, `- ${JSON.stringify(update)}\n`]);
		expect(rules[0]?.description).toBe("d e");
		expect(ruleSet?.rules[0]).toMatchObject({
			priority: "Alert",
			tags: ["s", "t"],
			output: [{ type: "text", text: "o p" }],
		});
	});

	test("switch rules on and off", () => {
		const { rules } = loadRules([FIRST, "- {rule: a, enabled: yes}\n- {rule: b, enabled: 'off'}\n"]);
		expect(rules.map(({ name, enabled }) => [name, enabled])).toEqual([
			["a", true],
			["b", false],
		]);
	});

	test("lists stand as text, the last definition wherever it is", () => {
		expect(
			conditions([
				`- {list: l, items: [a]}\n${rule("r", "okta.reason in (l, z)")}`,
				'- {list: l, items: [b, "c d"]}\n',
			]),
		).toEqual({
			r: 'okta.reason in (b, "c d", z)',
		});
	});

	test("macros keep to themselves what is between their ends", () => {
		const macros =
			"- {macro: any, condition: okta.reason = a or okta.reason = b}\n- {macro: both, condition: any and okta.app = c}\n";
		expect(conditions(macros + rule("r", "not both"))).toEqual({
			r: "not ((okta.reason = a or okta.reason = b) and okta.app = c)",
		});
	});

	test("exceptions leave out what they name", () => {
		const exceptions = [
			{ name: "e1", fields: "okta.app", values: ["v1", "v 2"] },
			{
				name: "e2",
				fields: ["okta.reason", "okta.result"],
				comps: ["contains", "in"],
				values: [
					["p", ["q", "r s"]],
					["t", "u"],
				],
			},
		];
		expect(conditions(rule("r", "okta.app exists or okta.reason exists", { exceptions }))).toEqual({
			r: '(okta.app exists or okta.reason exists) and not okta.app in (v1, "v 2") and not (okta.reason contains p and okta.result in (q, "r s") or okta.reason contains t and okta.result in (u))',
		});
	});
});

describe("which rules take part", () => {
	const RULES =
		rule("one", "okta.reason exists", { tags: ["x"] }) +
		rule("two", "okta.reason exists", { priority: "debug", tags: ["x"] });
	const taking = (config: Parameters<typeof loadRules>[1]) =>
		loadRules(RULES, config).ruleSet?.rules.map(({ name }) => name);

	test.each([
		["all, unless something says otherwise", {}, ["one", "two"]],
		["those urgent enough", { priority: "Notice" }, ["one"]],
		["not those turned off by name", { rules: [{ operation: "disable", rule: "t*" }] }, ["one"]],
		["not those turned off by tag", { rules: [{ operation: "disable", tag: "x" }] }, []],
		[
			"those turned on again, at the end",
			{
				rules: [
					{ operation: "disable", rule: "one" },
					{ operation: "enable", rule: "one" },
				],
			},
			["two", "one"],
		],
	] as const)("%s", (_what, config, expected) => {
		expect(taking(config)).toEqual(expected);
	});

	test("a rule that is turned off must be right all the same", () => {
		expect(told(rule("r", "okta.nope = 1", { enabled: false }))).toEqual([
			"1:39 LOAD_ERR_COMPILE_CONDITION filter_check called with nonexistent field okta.nope",
		]);
	});

	test("settings of the configuration go into the rule set", () => {
		const { ruleSet } = loadRules(RULES, { ruleMatching: "all", staticFields: { region: "eu" } });
		expect(ruleSet).toMatchObject({ ruleMatching: "all", staticFields: { region: "eu" } });
	});
});

describe("append_output", () => {
	const entry = { match: {}, extraFields: [], suggestedOutput: false };

	test("adds to the outputs of the rules that it matches", () => {
		const { ruleSet } = loadRules(
			rule("a", "okta.reason exists", { tags: ["x", "y"] }) + rule("b", "okta.reason exists"),
			{
				appendOutput: [
					{ ...entry, match: { source: "okta", tags: ["x"] }, extraOutput: "by %okta.actor.id" },
					{
						...entry,
						match: { rule: "b" },
						extraFields: [{ key: "who", format: "%okta.actor.id!" }, { field: "okta.app" }],
					},
				],
			},
		);
		expect(ruleSet?.rules.map(({ output, extraFields }) => [output.length, extraFields])).toEqual([
			[2, []],
			[
				1,
				[
					{ key: "who", template: [expect.objectContaining({ type: "token" }), { type: "text", text: "!" }] },
					{ key: "okta.app", field: "okta.app" },
				],
			],
		]);
	});

	test("suggests static fields", () => {
		const { ruleSet } = loadRules(rule("a", "static.region = eu"), {
			staticFields: { region: "eu" },
			appendOutput: [{ ...entry, suggestedOutput: true }],
		});
		expect(ruleSet?.rules[0]?.output).toMatchObject([
			{ text: "o static_region=" },
			{ expression: { name: "static.region" } },
		]);
	});

	test.each([
		["text", { extraOutput: "%okta.nope" }],
		["a format", { extraFields: [{ key: "k", format: "%okta.nope" }] }],
		["a name", { extraFields: [{ field: "okta.nope" }] }],
	])("must name fields that exist, as %s", (_what, changes) => {
		expect(told(rule("a", "okta.reason exists"), { appendOutput: [{ ...entry, ...changes }] })).toEqual([
			expect.stringContaining("LOAD_ERR_COMPILE_OUTPUT unknown filter: unexpected token after '"),
		]);
	});
});

describe("problems", () => {
	test("are all told at once, the first that Falco would meet first", () => {
		const text = [
			"- rule: a",
			"  desc: d",
			"  condition: okta.nope = 1 and okta.evt.type > abc",
			"  priority: warn",
			"  source: okta",
			"- macro: m",
			"  condition: okta.reason = (",
			"- rule: b",
			"  desc: d",
			"  condition: m and missing",
			'  output: "50% off"',
			"  priority: notice",
			"  source: okta",
			"- list: l",
		].join("\n");
		expect(told(text).map((line) => line.slice(0, 110))).toEqual([
			"1:3 LOAD_ERR_YAML_VALIDATE Item has no mapping for key 'output'",
			"4:13 LOAD_ERR_YAML_VALIDATE Invalid priority",
			"14:3 LOAD_ERR_YAML_VALIDATE Item has no mapping for key 'items'",
			expect.stringMatching(/^7:2\d LOAD_ERR_COMPILE_CONDITION expected a string value/),
			"11:14 LOAD_ERR_COMPILE_OUTPUT unknown filter: unexpected token after '",
			"10:20 LOAD_ERR_VALIDATE Undefined macro 'missing' used in filter.",
		]);
	});

	test("of one output are all told, where each stands", () => {
		const output = '"50% off %okta.actr.id %okta.actor.id %70000okta.app %"';
		const text = `- rule: r\n  desc: d\n  condition: okta.app exists\n  output: ${output}\n  priority: info\n  source: okta\n`;
		expect(told(text)).toEqual([
			"4:14 LOAD_ERR_COMPILE_OUTPUT unknown filter: unexpected token after '",
			"4:20 LOAD_ERR_COMPILE_OUTPUT unknown filter: unexpected token after '",
			"4:49 LOAD_ERR_COMPILE_OUTPUT invalid formatting syntax: a field cannot be wider than 65535 bytes",
			"4:64 LOAD_ERR_COMPILE_OUTPUT invalid formatting syntax: formatting cannot end with a %",
		]);
		const forgiving = loadRules(`${text}  skip-if-unknown-filter: true\n`);
		expect(forgiving.diagnostics.map(({ code }) => code)).toEqual(["LOAD_UNKNOWN_FILTER"]);
	});

	test("are not blamed on what only depends on them", () => {
		expect(told(`- {macro: m}\n${rule("r", "m")}- {rule: r, condition: or m, append: true}\n`)).toEqual([
			"1:3 LOAD_ERR_YAML_VALIDATE Item has no mapping for key 'condition'",
		]);
		expect(told(["- macro: @m\n", rule("r", "m")])).toEqual([
			expect.stringContaining("0.yaml:1:10 LOAD_ERR_YAML_PARSE"),
		]);
	});

	test("behind an error leave warnings out: they may follow from it", () => {
		expect(told(`- {list: unused, items: []}\n- {list: l, items: [a], x: 1}\n${rule("r", "okta.nope = 1")}`)).toEqual([
			"2:25 LOAD_UNKNOWN_KEY Unknown key 'x'. The key will be ignored.",
			expect.stringContaining("LOAD_ERR_COMPILE_CONDITION"),
		]);
	});

	test("keep a rule set from being made, but not the rules that are well", () => {
		const { ruleSet, rules } = loadRules(rule("well", "okta.reason exists") + rule("ill", "okta.nope = 1"));
		expect(ruleSet).toBeUndefined();
		expect(rules.map(({ name }) => name)).toEqual(["well"]);
	});

	test("come with what may have been meant", () => {
		const hints = (text: string) => loadRules(text).diagnostics.map(({ hint }) => hint);
		expect(hints(rule("r", "okta.actor.nam = 1"))).toEqual(["did you mean okta.actor.name?"]);
		expect(
			hints(rule("r", "signin", { priority: "crit" }).concat("- {macro: sign_in, condition: okta.reason exists}\n")),
		).toEqual(["did you mean 'Critical'?", "did you mean 'sign_in'?"]);
		expect(hints(rule("r", "okta.reason exists", { source: undefined }))).toEqual([
			"the rule names no source and so is of syscall: add 'source: okta'",
		]);
		expect(hints(rule("r", "okta.reason exists", { desc: undefined, descr: "d" }))).toEqual([
			"is 'descr' meant to be 'desc'?",
		]);
	});

	test("come with what changes a rule that is there, where an item has only a part of one", () => {
		const there = rule("r", "okta.reason exists");
		const hint =
			"to change a rule that is defined above, say of each key under 'override' whether to append or replace";
		const exceptions = "- {rule: r, exceptions: [{name: e, fields: okta.app, values: [a]}]}\n";
		expect(loadRules(there + exceptions).diagnostics).toMatchObject([
			{ message: "Item has no mapping for key 'enabled'", hint },
		]);
		expect(loadRules(`${there}- {rule: r, priority: notice, desc: d, source: okta}\n`).diagnostics).toMatchObject([
			{ message: "Item has no mapping for key 'condition'", hint },
			{ message: "Item has no mapping for key 'output'", hint },
		]);
	});

	test.each([
		["in a plain scalar", "- rule: r\n  desc: d\n  condition: okta.reason = a and okta.nope = b\n", "3:34"],
		["in single quotes", "- rule: r\n  desc: d\n  condition: 'okta.reason = \"it''s\" and okta.nope = b'\n", "3:41"],
		["in double quotes", '- rule: r\n  desc: d\n  condition: "okta.reason = \\"a\\" and okta.nope = b"\n', "3:39"],
		["in a folded block", "- rule: r\n  desc: d\n  condition: >\n    okta.reason = a\n    and okta.nope = b\n", "5:9"],
		[
			"in a literal block",
			"- rule: r\n  desc: d\n  condition: |\n    okta.reason = a\n\n    and okta.nope = b\n",
			"6:9",
		],
		[
			"behind a list",
			"- list: l\n  items: [aaaaaaaaaaaaaaaaaaaa, b]\n- rule: r\n  desc: d\n  condition: okta.reason in (l) and okta.nope = b\n",
			"5:37",
		],
	])("stand where they were written: %s", (_where, text, place) => {
		expect(told(`${text}  output: o\n  priority: info\n  source: okta\n`)).toEqual([
			`${place} LOAD_ERR_COMPILE_CONDITION filter_check called with nonexistent field okta.nope`,
		]);
	});

	test("stand in the macro, the list, the exception or the file that they come from", () => {
		expect(told(`- macro: m\n  condition: okta.nope = 1\n${rule("r", "m")}`)).toEqual([
			expect.stringMatching(/^2:14 /),
		]);
		expect(told(`- list: l\n  items: ["(a"]\n${rule("r", "okta.reason in (l)")}`)).toEqual([
			expect.stringMatching(/^3:\d+ /),
		]);
		expect(
			told([
				rule("r", "okta.reason exists"),
				"- rule: r\n  condition: and okta.nope = 1\n  override: {condition: append}\n",
			]),
		).toEqual([expect.stringMatching(/^1\.yaml:2:18 /)]);
	});
});

describe("no text", () => {
	const words = fc.constantFrom(
		"- ",
		"rule: r\n",
		"  ",
		"list: l\n",
		"macro: m\n",
		"items: [l, m]\n",
		"condition: ",
		"m and m\n",
		"okta.reason in (l)\n",
		"output: %",
		"okta.app\n",
		"priority: notice\n",
		"source: okta\n",
		"override: {",
		"condition: append",
		"}\n",
		"exceptions: ",
		"[{name: e, fields: okta.app, values: [",
		"]}]\n",
		"&a ",
		"*a",
		"[",
		"]",
		"{",
		"}",
		'"',
		"'",
		"\\",
		"|\n",
		">\n",
		"---\n",
		"%",
		"@",
		"\t",
		"\n",
		"# c\n",
		"<<: ",
		"null",
		"~",
		"é",
		"\u0000",
		"\ud800",
		"append: true\n",
		"enabled: no\n",
	);

	test("makes loading throw, whatever it is", () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(words, fc.string({ unit: "binary" })), { maxLength: 40 }), (parts) => {
				const { ruleSet, diagnostics } = loadRules(parts.join(""));
				expect(ruleSet === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
			}),
			{ numRuns: 300 },
		);
	});

	test("makes loading throw, whatever the condition", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), fc.string(), (condition, item) => {
				loadRules(`- ${JSON.stringify({ list: "l", items: [item] })}\n${rule("r", `okta.reason in (l) ${condition}`)}`);
			}),
			{ numRuns: 200 },
		);
	});

	const doubling = (kind: (number: number) => string) => Array.from({ length: 40 }, (_, at) => kind(at + 1)).join("");

	test.each([
		[
			"macros that double",
			`- {macro: m0, condition: okta.reason exists}\n${doubling((n) => `- {macro: m${n}, condition: m${n - 1} and m${n - 1}}\n`)}${rule("r", "m40")}`,
			`more than ${LIMITS.conditionChecks} checks`,
		],
		[
			"macros that nest",
			`- {macro: m0, condition: okta.reason exists}\n${Array.from({ length: 3000 }, (_, at) => `- {macro: m${at + 1}, condition: not m${at}}\n`).join("")}${rule("r", "m3000")}`,
			`operators nested more than ${LIMITS.conditionDepth} deep`,
		],
		[
			"macros that lead to themselves",
			"- {macro: a, condition: okta.reason exists}\n- {macro: b, condition: a or a}\n- {macro: a, condition: b or b}\n" +
				rule("r", "a"),
			"reference loop in macro",
		],
		[
			"aliases that double",
			`${doubling((n) => `- &a${n} [${n === 1 ? "x" : `*a${n - 1}, *a${n - 1}`}]\n`)}`,
			`repeat more than ${LIMITS.yamlRepeats} values`,
		],
		[
			"an exception of aliases",
			"- &v [a, a, a, a, a, a, a, a, a, a]\n- &w [*v, *v, *v, *v, *v, *v, *v, *v, *v, *v]\n" +
				"- {rule: r, desc: d, condition: okta.app exists, output: o, priority: info, source: okta, exceptions: [{name: e, fields: [okta.app], values: *w}]}\n",
			"equal length",
		],
		["collections within collections", `${"[".repeat(5000)}${"]".repeat(5000)}`, "nested more than"],
		["an anchor within itself", "- &a {rule: r, exceptions: [*a]}\n", "enabled"],
	])("is too much: %s", (_what, text, message) => {
		const messages = loadRules(text).diagnostics.map((diagnostic) => diagnostic.message);
		expect(messages).toContainEqual(expect.stringContaining(message));
	});

	test("is too much: lists that double", () => {
		const lists = doubling((n) => `- {list: l${n}, items: [${n === 40 ? "x" : `l${n + 1}, l${n + 1}`}]}\n`);
		const messages = loadRules(lists + rule("r", "okta.reason in (l1)")).diagnostics.map(({ message }) => message);
		expect(messages).toContainEqual(expect.stringContaining("characters"));
	});

	test("is too much: 10,000 rules", () => {
		const macros = "- {macro: failed, condition: okta.result = FAILURE}\n- {list: staff, items: [ada, grace]}\n";
		const rules = Array.from({ length: 10_000 }, (_, at) =>
			rule(`rule ${at}`, `okta.evt.type = type.${at % 900} and failed and not okta.actor.name in (staff, user${at})`, {
				output: "%okta.actor.name did it (ip=%okta.client.ip)",
			}),
		);
		const { ruleSet, diagnostics } = loadRules(macros + rules.join(""));
		expect(diagnostics).toEqual([]);
		expect(ruleSet?.rules).toHaveLength(10_000);
	});
});

test("an engine version that is none is the caller's mistake", () => {
	expect(() => load({ files: [], fields: {}, source: "okta", plugins: {}, engineVersion: "new" })).toThrow(
		"new is not a version",
	);
});
