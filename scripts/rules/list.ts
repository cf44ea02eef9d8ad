import { Command } from "commander";
import { visible } from "../terminal.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { CONFIG_FILE, readConfiguredFiles, readNamedFiles } from "./rule-files.ts";

interface Options {
	readonly config: string;
	readonly json?: true;
}

/** `rules list`: the rules that load, in the order of their definitions. Exits with 1 when something does not load. */
export function listCommand(): Command {
	return new Command("list")
		.description("list the rules with priority, tags, and whether they are enabled")
		.argument("[files...]", "rule files or folders; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no files are named", CONFIG_FILE)
		.option("--json", "as a JSON array")
		.action((files: string[], options: Options) => {
			process.exitCode = list(files, options);
		});
}

function list(paths: readonly string[], { config, json }: Options): number {
	const read = paths.length === 0 ? readConfiguredFiles(config) : readNamedFiles(paths);
	const { rules, ruleSet } = loadOktaRules(read.files, read.config);
	const fails = ruleSet === undefined || read.diagnostics.some(({ severity }) => severity === "error");
	const listed = rules.map(({ name, priority, enabled, tags, description, place }) => {
		return { name, priority, enabled, tags, description, file: place.file };
	});
	const width = Math.max(0, ...listed.map(({ name }) => name.length));
	const line = ({ name, priority, enabled, tags }: (typeof listed)[number]) =>
		visible(`${enabled ? "on " : "off"}  ${priority.padEnd(13)}  ${name.padEnd(width)}  ${tags.join(", ")}`).trimEnd();
	process.stdout.write(
		json ? `${JSON.stringify(listed, null, 2)}\n` : listed.map((rule) => `${line(rule)}\n`).join(""),
	);
	if (fails) {
		const check = ["check", ...(paths.length > 0 ? paths : config === CONFIG_FILE ? [] : ["--config", config])];
		process.stderr.write(`some rules do not load: npm run --silent rules -- ${visible(check.join(" "))}\n`);
	}
	return fails ? 1 : 0;
}
