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
