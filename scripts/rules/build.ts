import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { callerPath } from "../caller-path.ts";
import { visible } from "../terminal.ts";
import { GENERATED_FILES, type GeneratedFile, generatedFiles, usesRegex } from "./generated-files.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { CONFIG_FILE, readConfiguredFiles } from "./rule-files.ts";

/** Where the Worker has what is compiled for it. */
const GENERATED = join(import.meta.dirname, "..", "..", "src", "generated");

/** `rules build`: compiles the configured rules into what the Worker ships. Written only on change, for those who watch it. */
export function buildCommand(): Command {
	return new Command("build")
		.description(`compile the configured rules into src/generated/ (${GENERATED_FILES.join(", ")})`)
		.option("--config <file>", "Falco configuration that names the rule files", CONFIG_FILE)
		.option("--out <folder>", "where to write", GENERATED)
		.option("--check", "write nothing; fail if the files are not what would be written")
		.action(({ config, out, check }: { config: string; out: string; check?: true }) => {
			process.exitCode = build(config, callerPath(out), check === true);
		});
}

function build(configFile: string, folder: string, check: boolean): number {
	const { files, config, diagnostics: faults, texts } = readConfiguredFiles(configFile);
	const { ruleSet, diagnostics } = loadOktaRules(files, config);
	const all = [...faults, ...diagnostics];
	process.stderr.write(printDiagnostics(all, { texts, colour: process.stderr.hasColors?.() }));
	if (ruleSet === undefined || all.some(({ severity }) => severity === "error")) return 1;
	const generated = generatedFiles(ruleSet);
	const stale = GENERATED_FILES.filter((name) => !isCurrent(join(folder, name), generated[name]));
	if (check) return tellStale(stale, folder);
	try {
		mkdirSync(folder, { recursive: true });
		for (const name of stale) writeFileSync(join(folder, name), generated[name]);
	} catch (error) {
		if (!(error instanceof Error && "code" in error)) throw error;
		process.stderr.write(`${visible(`${folder} cannot be written to: ${error.message}`)}\n`);
		return 1;
	}
	const regexes = ruleSet.rules.filter(usesRegex).length;
	const library = regexes === 0 ? "" : `, ${regexes} with regex, which adds some 50 KiB to the Worker`;
	process.stderr.write(`${ruleSet.rules.length} rules${library}${stale.length === 0 ? ", unchanged" : ""}\n`);
	return 0;
}

function isCurrent(path: string, text: string): boolean {
	return existsSync(path) && readFileSync(path, "utf8") === text;
}

function tellStale(stale: readonly GeneratedFile[], folder: string): number {
	for (const name of stale) {
		process.stderr.write(`${join(folder, name)} is not what the rules make: npm run --silent rules -- build\n`);
	}
	return stale.length === 0 ? 0 : 1;
}
