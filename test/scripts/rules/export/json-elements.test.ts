import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ELEMENT_MAX, JsonElements, UnendingElement } from "../../../../scripts/rules/export/json-elements.ts";

/** The elements of a text that comes in these pieces. */
function take(...pieces: string[]): [line: number, text: string][] {
	const elements = new JsonElements();
	const found = pieces.flatMap((piece) => [...elements.take(piece)]);
	return [...found, ...elements.end()].map(({ line, text }) => [line, text]);
}

describe("elements of a text", () => {
	test.each<[string, string, [number, string][]]>([
		[
			"an array",
			'[{"a":1},{"b":[2,{}]}]',
			[
				[1, '{"a":1}'],
				[1, '{"b":[2,{}]}'],
			],
		],
		[
			"over several lines",
			'[\n  {\n    "a": 1\n  },\n  {}\n]\n',
			[
				[2, '{\n    "a": 1\n  }'],
				[5, "{}"],
			],
		],
		[
			"one after the other",
			'{"a":1}\n{"b":2}{}',
			[
				[1, '{"a":1}'],
				[2, '{"b":2}'],
				[2, "{}"],
			],
		],
		[
			"pages of arrays",
			"[{}]\n[[{}],{}]",
			[
				[1, "{}"],
				[2, "{}"],
				[2, "{}"],
			],
		],
		[
			"brackets and quotes in strings",
			'[{"a":"]}\\"[{,"},{}]',
			[
				[1, '{"a":"]}\\"[{,"}'],
				[1, "{}"],
			],
		],
		[
			"a backslash at a string's end",
			'[{"a":"\\\\"},{}]',
			[
				[1, '{"a":"\\\\"}'],
				[1, "{}"],
			],
		],
		[
			"what is no object",
			'[null, 12,"a,]",true]',
			[
				[1, "null"],
				[1, "12"],
				[1, '"a,]"'],
				[1, "true"],
			],
		],
		[
			"a stray brace",
			"{}}\n{}",
			[
				[1, "{}"],
				[1, "}"],
				[2, "{}"],
			],
		],
		[
			"a broken object",
			"[{a},{}]",
			[
				[1, "{a}"],
				[1, "{}"],
			],
		],
		[
			"an object that is not whole",
			'[{},\n{"a":',
			[
				[1, "{}"],
				[2, '{"a":'],
			],
		],
		["nothing", " \n[ ]\n", []],
	])("%s", (_, text, elements) => {
		expect(take(text)).toEqual(elements);
	});

	test("are the same in whatever pieces it comes", () => {
		const values = fc.array(fc.object({ maxDepth: 2 }), { maxLength: 5 });
		const written = fc.tuple(values, fc.constantFrom("array", "pretty", "lines")).map(([objects, how]) => {
			if (how === "lines") return objects.map((object) => JSON.stringify(object)).join("\n");
			return JSON.stringify(objects, null, how === "pretty" ? 2 : 0);
		});
		return fc.assert(
			fc.property(written, fc.array(fc.nat(40)), (text, cuts) => {
				const pieces: string[] = [];
				let rest = text;
				for (const cut of cuts) {
					pieces.push(rest.slice(0, cut));
					rest = rest.slice(cut);
				}
				const whole = take(text);
				expect(take(...pieces, rest)).toEqual(whole);
				expect(whole.every(([, element]) => typeof JSON.parse(element) === "object")).toBe(true);
			}),
		);
	});

	/** The elements of a text, of which those that are no JSON are gone back in. */
	function takeJson(...pieces: string[]): [line: number, text: string][] {
		const elements = new JsonElements();
		const found: [number, string][] = [];
		const each = (given: Iterable<{ line: number; text: string }>) => {
			for (const { line, text } of given) {
				found.push([line, text]);
				try {
					JSON.parse(text);
				} catch {
					elements.retreat();
				}
			}
		};
		for (const piece of pieces) each(elements.take(piece));
		each(elements.end());
		return found.map(([line, text]) => [line, text.replaceAll(/\s+/g, "").slice(0, 8)]);
	}

	test.each<[string, string, [number, string][]]>([
		[
			"a line each",
			'[\n{"a":{"b":1},\n{"c":2},\r\n,{"d":"3},\n{"e":4}\n]\n[{"f":5}]',
			[
				[2, '{"a":{"b'],
				[3, '{"c":2}'],
				[4, '{"d":"3}'],
				[5, '{"e":4}'],
				[7, '{"f":5}'],
			],
		],
		[
			"several lines each",
			'[\n  {\n    "a": [\n      {\n        "b": 1\n    ]\n  },\n  {\n    "c": {\n    },\n  {\n    "d": {}\n  }\n]\n',
			[
				[2, '{"a":[{"'],
				[8, '{"c":{},'],
				[11, '{"d":{}}'],
			],
		],
		[
			"one behind the other's brace",
			'[{\n  "a": {\n}, {\n  "b": 1\n}, {\n  "c": "\n}]\n[{ }]',
			[
				[1, '{"a":{},'],
				[3, '{"b":1}'],
				[5, '{"c":"}'],
				[8, "{}"],
			],
		],
		[
			"no indentation, as far as it can be told",
			'[{\n"a": oops,\n"b":\n{\n}\n},{}]',
			[
				[1, '{"a":oop'],
				[6, "{}"],
			],
		],
	])("are found after one that is not whole: %s", (_, text, elements) => {
		expect(takeJson(text)).toEqual(elements);
		expect(takeJson(...text)).toEqual(elements);
	});

	test.each([
		["in an object", '{"a":1,'],
		["in a string", '{"a":"b'],
		["in an object within an array", '{"a":[{"b":1'],
		["behind an array's bracket", '{"a":[1}'],
	])("end as soon as another begins, where it is plain that they are cut off: %s", (_, cut) => {
		const elements = new JsonElements();
		const text = `${cut}\n`;
		for (let time = 0; time < 3; time++) {
			expect([...elements.take(text)].map((element) => element.text)).toEqual(time === 0 ? [] : [text]);
		}
	});

	test("end where another begins, however much would follow", () => {
		const follows = `{"b":"${"x".repeat(1_000_000)}"},\n`;
		const pieces = Array.from({ length: ELEMENT_MAX / 1_000_000 }, () => follows);
		const found = takeJson('\n{"a":[\n', ...pieces, ...pieces);
		expect(found.map(([line]) => line)).toEqual(Array.from({ length: 33 }, (_, at) => at + 2));
		expect(found[0]).toEqual([2, '{"a":[']);
	});

	test("end, or else it is no use to go on", () => {
		const piece = "a".repeat(1_000_000);
		const elements = new JsonElements();
		const take = () => {
			for (let length = 0; length <= ELEMENT_MAX; length += piece.length) for (const _ of elements.take(piece));
		};
		for (const _ of elements.take('\n{"')) throw new Error("not yet");
		expect(take).toThrow(new UnendingElement("2: begins an event that does not end"));
	});
});
