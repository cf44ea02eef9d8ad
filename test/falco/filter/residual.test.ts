import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCondition } from "../../../src/falco/filter/compile.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { printCondition } from "../../../src/falco/filter/print.ts";
import { FieldSlots, Reading } from "../../../src/falco/filter/reading.ts";
import { compileRegex } from "../../../src/falco/filter/regex.ts";
import { residual } from "../../../src/falco/filter/residual.ts";
import { fieldsOfLeaf, type Leaf } from "../../../src/falco/filter/walk.ts";
import { arbitraryExpr } from "./arbitrary-expr.ts";
import { SAMPLE_FIELDS, type SampleEvent } from "./sample-fields.ts";

/** `a` is known to be true, `b` to be false; what else there is is open. */
const KNOWN: Readonly<Record<string, boolean>> = { a: true, b: false };

const outcome = (check: Leaf<object>) => (check.type === "identifier" ? KNOWN[check.name] : undefined);

describe("what is left of a condition", () => {
	test.each<[condition: string, left: string | boolean]>([
		["a", true],
		["b", false],
		["x", "x"],
		["not a", false],
		["not b", true],
		["a and x", "x"],
		["x and b and y", false],
		["a and a", true],
		["b or x", "x"],
		["x or a", true],
		["b or b", false],
		["x and a and y", "x and y"],
		["not (a and x)", "not x"],
		["(b or x) and (a or y)", "x"],
		["x and (y or not a)", "x and y"],
	])("%s: %s", (condition, left) => {
		const found = residual(parseCondition(condition), outcome);
		expect(typeof found === "boolean" ? found : printCondition(found)).toBe(left);
	});

	test.each(["x", "not x", "x and (y or not z)"])("%s is the very same", (condition) => {
		const expr = parseCondition(condition);
		expect(residual(expr, outcome)).toBe(expr);
	});
});

test("comes to the same as the whole on every event of which the outcomes are known", () => {
	const text = fc.constantFrom("", "a", "b", "ab", undefined);
	const parts = {
		texts: [{ name: "door.name" }, { name: "door.name" }, { name: "door.owner" }],
		numbers: [{ name: "door.count" }],
		value: fc.constantFrom("", "a", "b"),
		pattern: fc.constantFrom("a", "[ab]", ""),
	};
	const event = fc.record<SampleEvent>({
		"door.name": text,
		"door.owner": text,
		"door.count": fc.constantFrom(1n, 9n),
	});
	return fc.assert(
		fc.property(arbitraryExpr(parts), event, (expr, sample) => {
			const slots = new FieldSlots(SAMPLE_FIELDS, compileRegex);
			const reading = new Reading<SampleEvent>(sample, slots);
			const left = residual(expr, (check) => {
				const isKnown = fieldsOfLeaf(check).every(({ name }) => name === "door.name");
				return isKnown ? compileCondition(check, slots)(reading) : undefined;
			});
			const whole = compileCondition(expr, slots)(reading);
			expect(typeof left === "boolean" ? left : compileCondition(left, slots)(reading)).toBe(whole);
		}),
	);
});
