import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readVectors } from "../../scripts/conformance/cases.ts";
import { ROWS } from "../../scripts/conformance/differences.ts";
import { runCase } from "../../scripts/conformance/run-case.ts";
import { DOORS } from "../../scripts/conformance/run-match-case.ts";

const { cases } = readVectors([join(import.meta.dirname, "cases")]);
const DIFFERENCES = readFileSync(join(import.meta.dirname, "../../docs/differences.md"), "utf8");

describe.each(DOORS)("rules that reach the engine by the %s door", (door) => {
	test.each(cases.map((example) => [example.id, example] as const))("do as Falco does: %s", (_id, example) => {
		expect(runCase(example, [door]).failures).toEqual([]);
	});
});

test("every listed difference is met by a case", () => {
	const met = new Set(cases.flatMap((example) => runCase(example, ["direct"]).differences));
	expect(ROWS.filter((row) => !met.has(row))).toEqual([]);
});

test.each(ROWS)("the difference '%s' is told in docs/differences.md", (row) => {
	expect(DIFFERENCES).toContain(`\n| ${row} |`);
});
