import { describe, expect, test } from "vitest";
import { readRuleTests } from "../../../../scripts/rules/rule-tests/read-rule-tests.ts";

const read = (text: string) => readRuleTests({ name: "mine.yaml", text });

describe("readRuleTests", () => {
	test("a short test stands for all that it leaves out", () => {
		expect(read("# comment\n- rule: R\n  event: sign-in\n  alerts: 1\n")).toEqual({
			faults: [],
			tests: [
				{
					place: { file: "mine.yaml", line: 2 },
					rule: "R",
					lists: {},
					happenings: [{ event: "sign-in", with: {}, without: [], at: 0 }],
					alerts: 1,
					output: [],
					outputWithout: [],
				},
			],
		});
	});

	test("one event may happen several times, and several events one after another", () => {
		const { tests } = read(`
- { rule: R, event: { eventType: x }, with: { a.b: 1 }, without: c, at: [0, 60], alerts: 0 }
- rule: R
  why: both
  lists: { l: [a, b] }
  sequence: [{ event: x, at: 5 }, { event: y, at: [7, 8] }, { event: z }]
  alerts: 2
  output: one
  output_without: [two, three]
`);
		expect(tests).toMatchObject([
			{
				place: { line: 2 },
				happenings: [
					{ event: { eventType: "x" }, with: { "a.b": 1 }, without: ["c"], at: 0 },
					{ event: { eventType: "x" }, with: { "a.b": 1 }, without: ["c"], at: 60 },
				],
			},
			{
				place: { line: 3 },
				why: "both",
				lists: { l: ["a", "b"] },
				happenings: [
					{ event: "x", at: 5 },
					{ event: "y", at: 7 },
					{ event: "y", at: 8 },
					{ event: "z", at: 2 },
				],
				output: ["one"],
				outputWithout: ["two", "three"],
			},
		]);
	});

	test.each([
		["60", [60]],
		["[0, 0.5]", [0, 0.5]],
		["{ every: 20, times: 3 }", [0, 20, 40]],
		["{ every: -1, times: 2, from: 9 }", [9, 8]],
	])("at: %s", (at, seconds) => {
		const { tests } = read(`- { rule: R, event: x, alerts: 1, at: ${at} }`);
		expect(tests[0]?.happenings.map((happening) => happening.at)).toEqual(seconds);
	});

	test("near misses in short are tests too", () => {
		const { tests } = read(`
- rule: R
  lists: { l: [a] }
  event: x
  with: { a: 1, b: 1 }
  at: [0, 5]
  alerts: 2
  output: text
  unless: [{ a: 2 }, { c: 3 }]
`);
		expect(
			tests.map(({ happenings, alerts, why, lists }) => [happenings.map((one) => one.with), alerts, why, lists]),
		).toEqual([
			[
				[
					{ a: 1, b: 1 },
					{ a: 1, b: 1 },
				],
				2,
				undefined,
				{ l: ["a"] },
			],
			[
				[
					{ a: 2, b: 1 },
					{ a: 2, b: 1 },
				],
				0,
				'unless {"a":2}',
				{ l: ["a"] },
			],
			[
				[
					{ a: 1, b: 1, c: 3 },
					{ a: 1, b: 1, c: 3 },
				],
				0,
				'unless {"c":3}',
				{ l: ["a"] },
			],
		]);
	});

	test.each([
		["", 1, "expected a list of tests"],
		["rule: R", 1, "expected a list of tests"],
		["- rule: [", 1, /Flow sequence/],
		["- rule: R\n  rule: S", 2, /unique/],
		["- &a [1]\n- R", 2, /expected object/],
		["\n- rule: R\n  event: x", 2, "alerts: expected a whole number"],
		["- { rule: R, event: x, alerts: -1 }", 1, "alerts: expected 0 or more"],
		["- { rule: R, event: x, alerts: 1, evnt: y }", 1, 'Unrecognized key: "evnt"'],
		["- { rule: R, alerts: 1 }", 1, "expected either event or sequence"],
		["- { rule: R, event: x, sequence: [{ event: y }], alerts: 1 }", 1, "expected either event or sequence"],
		["- { rule: R, sequence: [{ event: 3 }], alerts: 1 }", 1, /^sequence\.0\.event: expected the name of an event/],
		["- { rule: R, event: x, at: soon, alerts: 1 }", 1, /^at: expected seconds/],
		["- { rule: R, event: x, at: { every: 1, times: 0 }, alerts: 1 }", 1, /^at: expected seconds/],
		["- { rule: R, event: x, alerts: 1, lists: { l: a } }", 1, /^lists\.l: expected array/],
	])("%j: line %d: %s", (text, line, message) => {
		const { faults } = read(text);
		expect(faults.at(-1)).toEqual({
			place: { file: "mine.yaml", line },
			message: typeof message === "string" ? message : expect.stringMatching(message),
		});
	});

	test("aliases that would fill the memory are refused", () => {
		const bomb = ["- &a [x, x, x, x, x, x, x, x, x]"];
		for (const [at, name] of ["b", "c", "d", "e"].entries()) {
			bomb.push(`- &${name} [${Array(9).fill(`*${"abcd"[at]}`).join(", ")}]`);
		}
		expect(read(bomb.join("\n"))).toMatchObject({ tests: [], faults: [{ message: "expected a list of tests" }] });
	});

	test("what is wrong with one test does not keep the others from being read", () => {
		const { tests, faults } = read("- { rule: R }\n- { rule: S, event: x, alerts: 0 }");
		expect(tests).toMatchObject([{ rule: "S", place: { line: 2 } }]);
		expect(faults).toHaveLength(1);
	});
});
