import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { CONFIG_FILE, readConfiguredFiles } from "./rule-files.ts";

/** What the Worker runs. */
const RULE_SET_FILE = join(import.meta.dirname, "..", "..", "src", "generated", "rules.json");

/** `rules build`: compiles the configured rules into what the Worker ships. Written only on change, for those who watch it. */
export function buildCommand(): Command {
	return new Command("build")
		.description("compile the configured rules into src/generated/rules.json")
		.option("--config <file>", "Falco configuration that names the rule files", CONFIG_FILE)
		.option("--out <file>", "where to write", RULE_SET_FILE)
		.option("--check", "write nothing; fail if the file is not what would be written")
		.action(({ config, out, check }: { config: string; out: string; check?: true }) => {
			process.exitCode = build(config, out, check === true);
		});
}

function build(configFile: string, out: string, check: boolean): number {
	const { files, config, diagnostics: faults, texts } = readConfiguredFiles(configFile);
	const { ruleSet, diagnostics } = loadOktaRules(files, config);
	const all = [...faults, ...diagnostics];
	process.stderr.write(printDiagnostics(all, { texts, colour: process.stderr.isTTY }));
	if (ruleSet === undefined || all.some(({ severity }) => severity === "error")) return 1;
	const text = printRuleSet(ruleSet);
	const isCurrent = existsSync(out) && readFileSync(out, "utf8") === text;
	if (check && !isCurrent) process.stderr.write(`${out} is not what the rules make: npm run --silent rules -- build\n`);
	if (check) return isCurrent ? 0 : 1;
	if (!isCurrent) {
		mkdirSync(dirname(out), { recursive: true });
		writeFileSync(out, text);
	}
	process.stderr.write(`${ruleSet.rules.length} rules${isCurrent ? ", unchanged" : ""}\n`);
	return 0;
}

/** Where a node of a condition stands in its file is for messages, and there is none left to give. */
function withoutPlace(key: string, value: unknown): unknown {
	return key === "at" ? undefined : value;
}

/** JSON with a rule a line, so that a change of one rule is a change of one line. */
function printRuleSet({ rules, ...settings }: RuleSet): string {
	const lines = rules.map((rule) => JSON.stringify(rule, withoutPlace)).join(",\n");
	return `${JSON.stringify({ ...settings, rules: [] }).replace(/\[\]\}$/, "")}[\n${lines}\n]}\n`;
}
