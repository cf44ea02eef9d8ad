import { Command } from "commander";
import type { Diagnostic } from "../../src/falco/diagnostic.ts";
import { falcoLoadResults } from "./falco-load-results.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { CONFIG_FILE, readConfiguredFiles, readNamedFiles } from "./rule-files.ts";

interface Options {
	readonly config: string;
	readonly json?: true;
}

/** `rules check`: whether rules load, with everything that is wrong or doubtful. Exits with 0 when they do, else 1. */
export function checkCommand(): Command {
	return new Command("check")
		.description("load rule files and tell everything that is wrong with them")
		.argument("[files...]", "rule files or folders, in order; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no files are named", CONFIG_FILE)
		.option("--json", "as Falco's falco_load_results, on standard output")
		.action((files: string[], options: Options) => {
			process.exitCode = check(files, options);
		});
}

function check(paths: readonly string[], { config: configFile, json }: Options): number {
	const read = paths.length === 0 ? readConfiguredFiles(configFile) : readNamedFiles(paths);
	const loaded = loadOktaRules(read.files, read.config);
	const diagnostics = [...read.diagnostics, ...loaded.diagnostics];
	const errors = count(diagnostics, "error");
	if (json) {
		process.stdout.write(`${falcoLoadResults(diagnostics, read.texts)}\n`);
	} else {
		process.stdout.write(printDiagnostics(diagnostics, { texts: read.texts, colour: process.stdout.hasColors?.() }));
		if (read.ignored.length > 0) {
			process.stdout.write(`note: keys of Falco's that mean nothing here: ${read.ignored.join(", ")}\n`);
		}
		const enabled = loaded.rules.filter((rule) => rule.enabled).length;
		const rules = `${loaded.rules.length} rules, ${enabled} enabled`;
		const problems = `${plural(errors, "error")}, ${plural(count(diagnostics, "warning"), "warning")}`;
		process.stdout.write(`${errors === 0 ? "ok" : "failed"}: ${rules}; ${problems}\n`);
	}
	return errors === 0 ? 0 : 1;
}

function count(diagnostics: readonly Diagnostic[], severity: Diagnostic["severity"]): number {
	return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

function plural(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
