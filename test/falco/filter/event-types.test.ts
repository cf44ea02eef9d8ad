import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expr } from "../../../src/falco/filter/ast.ts";
import { compileCondition } from "../../../src/falco/filter/compile.ts";
import { acceptedValues } from "../../../src/falco/filter/event-types.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { FieldSlots, Reading } from "../../../src/falco/filter/reading.ts";
import { compileRegex } from "../../../src/falco/filter/regex.ts";
import { arbitraryExpr } from "./arbitrary-expr.ts";
import { SAMPLE_FIELDS, type SampleEvent } from "./sample-fields.ts";

describe("acceptedValues", () => {
	test.each([
		["door.name = a", ["a"]],
		["door.name in (b, a, b)", ["a", "b"]],
		["door.name intersects (a)", ["a"]],
		["door.name = anyof (b, a)", ["a", "b"]],
		["door.name = oneof (a, b, b)", ["a"]],
		["door.name = allof (a, a)", ["a"]],
		["door.name = allof (a, b)", []],
		["door.name in ()", []],
		["door.name = a and door.count > 3", ["a"]],
		["door.count > 3 and (door.name = a or door.name = b)", ["a", "b"]],
		["door.name in (a, b, c) and not door.name in (b)", ["a", "c"]],
		["door.name in (a, b) and door.name != a", ["b"]],
		["door.name in (a, b) and door.name in (b, c)", ["b"]],
		["door.name = a and door.name = b", []],
		["door.name exists and door.name in (a)", ["a"]],
		["door.name startswith a and door.name in (a, b)", ["a", "b"]],
		["not (door.name != a or not door.name exists)", ["a"]],
		["(door.name = a and door.count = 1) or (door.name = b and door.count = 2)", ["a", "b"]],
		['door.name = "É"', ["\xc3\x89"]],
	])("%s: only %j", (text, values) => {
		const bytes = text.replace("É", "\xc3\x89");
		expect(acceptedValues(parseCondition(bytes), "door.name")).toEqual(values);
	});

	test.each([
		["door.count > 3"],
		["door.name = a or door.count > 3"],
		["door.name != a"],
		["not door.name = a"],
		["door.name exists"],
		["door.name startswith a"],
		["door.name = val(door.owner)"],
		["tolower(door.name) = a"],
		["door.names = a"],
		// True without a value as well.
		["not door.name != a"],
		["not door.name exists or door.name = a"],
	])("%s: any", (text) => expect(acceptedValues(parseCondition(text), "door.name")).toBeUndefined());

	const values = fc.constantFrom("a", "b", "c", "");
	const parts = {
		texts: [{ name: "door.name" }, { name: "door.name" }, { name: "door.owner" }],
		numbers: [{ name: "door.count" }],
		value: values,
		pattern: fc.constantFrom("a", "[ab]", ""),
	};
	const event = fc.record({
		"door.name": fc.constantFrom("a", "b", "c", "", "d", undefined),
		"door.owner": fc.option(values, { nil: undefined }),
		"door.count": fc.option(fc.bigInt(0n, 3n), { nil: undefined }),
	});

	test("no condition is true with a value that it leaves out, nor without one", () => {
		fc.assert(
			fc.property(arbitraryExpr(parts), fc.array(event, { minLength: 1, maxLength: 8 }), (part, samples) => {
				// Most conditions rule nothing out by themselves.
				const expr: Expr = { type: "and", children: [part, parseCondition("door.name in (a, b, c)")] };
				const accepted = acceptedValues(expr, "door.name");
				const slots = new FieldSlots(SAMPLE_FIELDS, compileRegex);
				const condition = compileCondition(expr, slots);
				for (const sample of samples) {
					if (condition(new Reading<SampleEvent>(sample, slots))) expect(accepted).toContain(sample["door.name"]);
				}
			}),
			{ numRuns: 1500 },
		);
	});
});
