import { Command } from "commander";
import { visible } from "../terminal.ts";
import { checkPage } from "./generated-page.ts";
import { loadRules, type RuleSource } from "./loaded-rules.ts";
import { coverageText } from "./rule-coverage/coverage-text.ts";
import { rulePage } from "./rule-coverage/rule-page.ts";
import { surveyRules } from "./rule-coverage/survey.ts";
import { CONFIG_FILE } from "./rule-files.ts";

interface Options extends RuleSource {
	readonly json?: true;
	readonly markdown?: true;
	/** The file to compare with, or true for the usual one. */
	readonly check?: string | true;
}

/** `rules coverage`: which events each rule needs, and what of ATT&CK rules are about. */
export function coverageCommand(): Command {
	return new Command("coverage")
		.description("show which event types each rule needs, what carries them, and what of MITRE ATT&CK is covered")
		.option("--rules <files...>", "rule files or folders; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no rules are named", CONFIG_FILE)
		.option("--json", "as JSON")
		.option("--markdown", "as docs/rules.md")
		.option("--check [file]", "whether a file (docs/rules.md) is what --markdown prints")
		.action((options: Options) => {
			process.exitCode = cover(options);
		});
}

function cover(options: Options): number {
	const rules = loadRules(options);
	if (rules === undefined) return 1;
	const coverage = surveyRules(rules.loaded.rules);
	for (const warning of coverage.warnings) process.stderr.write(`${visible(warning)}\n`);
	const page = { file: "docs/rules.md", command: "coverage --markdown", text: rulePage(coverage) };
	if (options.check !== undefined) return checkPage(page, options.check);
	if (options.json) process.stdout.write(`${JSON.stringify(coverage, null, 2)}\n`);
	else process.stdout.write(options.markdown ? page.text : lines(coverageText(coverage)));
	return 0;
}

/** Rules may be anybody's, so that their names are made harmless line by line. */
function lines(text: string): string {
	return text.split("\n").map(visible).join("\n");
}
