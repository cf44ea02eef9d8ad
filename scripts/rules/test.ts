import { dirname, join } from "node:path";
import { Command } from "commander";
import { callerPath } from "../caller-path.ts";
import { loadRules, type RuleSource } from "./loaded-rules.ts";
import { CONFIG_FILE, readNamedFiles, UnreadableFile } from "./rule-files.ts";
import { resultText, testFaultText, untestedText } from "./rule-tests/fault-text.ts";
import { readRuleTests } from "./rule-tests/read-rule-tests.ts";
import { ruleTestRunner } from "./rule-tests/run-rule-tests.ts";
import { untestedRules } from "./rule-tests/untested.ts";

/** `rules test`: whether rules alert on what they should and on nothing else. Exits with 0 when all tests pass, else 1. */
export function testCommand(): Command {
	return new Command("test")
		.description("run tests of rules: what each alerts on, and what it must not (docs/rule-tests.md)")
		.argument("[files...]", "files or folders of tests; without any, those in tests/ beside the configuration")
		.option("--rules <files...>", "rule files or folders; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no rules are named", CONFIG_FILE)
		.action((files: string[], options: RuleSource) => {
			process.exitCode = runTests(files, options);
		});
}

function runTests(paths: readonly string[], source: RuleSource): number {
	const rules = loadRules(source);
	if (rules === undefined) return 1;
	const files = readNamedFiles(paths.length > 0 ? paths : [ownTests(source)]).files.map(readRuleTests);
	const tests = files.flatMap((file) => file.tests);
	const run = ruleTestRunner(rules);
	const colour = process.stdout.hasColors?.() ?? false;
	const faults = [
		...files.flatMap((file) => file.faults).map(testFaultText),
		...tests.flatMap((test) => resultText(test, run(test), colour)),
		// Who names files wants those run, whatever else there is.
		...(paths.length > 0 ? [] : untestedRules(rules.loaded.rules, tests).map(untestedText)),
	];
	for (const fault of faults) process.stdout.write(`${fault}\n`);
	const tested = new Set(tests.map(({ rule }) => rule)).size;
	const sum = `${plural(tests.length, "test")} of ${plural(tested, "rule")}`;
	process.stdout.write(faults.length === 0 ? `ok: ${sum}\n` : `failed: ${sum}; ${plural(faults.length, "fault")}\n`);
	return faults.length === 0 ? 0 : 1;
}

function ownTests({ rules, config }: RuleSource): string {
	if (rules !== undefined)
		throw new UnreadableFile("name files of tests: rules that --rules names have none of their own");
	return join(dirname(callerPath(config)), "tests");
}

function plural(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
