import { expect, test } from "vitest";
import { runChecks } from "../../../scripts/deploy/checks.ts";

const check = (name: string, script: string) => ({ name, run: ["-e", script] as [string, string] });

test("checks are run in turn, and what is right is told", async () => {
	const told: string[] = [];
	const checks = [check("one", "console.log('not shown')"), check("two", "")];
	expect([await runChecks((line) => told.push(line), checks), told]).toEqual([true, ["✓ one", "✓ two"]]);
});

test("the first that fails is the last, and what it said is told", async () => {
	const told: string[] = [];
	const checks = [check("one", "console.log('out'); console.error('err'); process.exit(3)"), check("two", "")];
	expect(await runChecks((line) => told.push(line), checks)).toBe(false);
	expect(told).toEqual(["out\nerr", "✗ one: no. Nothing was deployed."]);
});
