import { statSync } from "node:fs";
import { hostname as machineName } from "node:os";
import { styleText } from "node:util";
import { SingleBar } from "cli-progress";
import { Command, Option } from "commander";
import type { Alert } from "../../src/falco/alert.ts";
import { createEngine, type Engine } from "../../src/falco/engine.ts";
import type { Priority } from "../../src/falco/priority.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { type OktaEvent, oktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import { isJsonObject, type JsonObject } from "../../src/okta/log-event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { visible } from "../terminal.ts";
import { callerPath } from "./caller-path.ts";
import { INDEX_FIELD, loadOktaRules } from "./load-okta-rules.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { readLines } from "./read-lines.ts";
import { CONFIG_FILE, readConfiguredFiles, readNamedFiles } from "./rule-files.ts";

interface Options {
	readonly events: string;
	readonly rules?: readonly string[];
	readonly config: string;
	readonly ruleMatching?: "first" | "all";
	readonly hostname: string;
	readonly org: string;
	readonly format: "json" | "text";
}

/** `rules eval`: the alerts that rules raise for events of a file. Alerts go to standard output, all else to standard error. */
export function evalCommand(): Command {
	const { hostname, org } = defaults(process.env);
	return new Command("eval")
		.description("print the alerts that rules raise for a file of Okta events")
		.requiredOption("--events <file>", "LogEvents as JSON Lines; - for standard input")
		.option("--rules <files...>", "rule files or folders; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no rules are named", CONFIG_FILE)
		.addOption(new Option("--rule-matching <mode>", "instead of the configuration's").choices(["first", "all"]))
		.option("--hostname <name>", "host name that alerts carry", hostname)
		.option("--org <name>", "the Okta organization (okta.org)", org)
		.addOption(new Option("--format <format>", "how alerts are printed").choices(["json", "text"]).default("json"))
		.action(async (options: Options) => {
			process.exitCode = await evaluate(options);
		});
}

/**
 * What alerts say of where they come from, unless the caller says so: the Worker's own variables, as far as the
 * environment has them, then Falco's, then this machine.
 */
function defaults(environment: NodeJS.ProcessEnv): { hostname: string; org: string } {
	const orgHost = URL.parse(environment.OKTA_ORG_URL ?? "")?.hostname;
	return {
		hostname: environment.FALCO_HOSTNAME ?? environment.HOSTNAME ?? orgHost ?? machineName(),
		org: orgHost?.split(".")[0] ?? "acme",
	};
}

async function evaluate(options: Options): Promise<number> {
	const ruleSet = loadRules(options);
	if (ruleSet === undefined) return 1;
	const path = options.events === "-" ? "-" : callerPath(options.events);
	const progress = startProgress(path);
	try {
		await evaluateLines(
			path,
			createEngine(ruleSet, OKTA_FIELDS, { indexField: INDEX_FIELD }),
			options,
			progress.update,
		);
		return 0;
	} catch (error) {
		if (!(error instanceof Error) || !("code" in error)) throw error;
		process.stderr.write(`${visible(options.events)}: ${error.message}\n`);
		return 1;
	} finally {
		progress.stop();
	}
}

/** Takes every line for itself: what is wrong with one is told with its number, and the others go on. */
async function evaluateLines(
	path: string,
	engine: Engine<OktaEvent>,
	{ events: name, hostname, org, format }: Options,
	update: (read: number) => void,
): Promise<void> {
	const history = mfaMemory();
	let number = 0n;
	let firstTime: bigint | undefined;
	for await (const { number: line, text, read } of readLines(path)) {
		update(read);
		if (text.trim() === "") continue;
		try {
			const log = parseEvent(text);
			const context = { number: number + 1n, org, hostname, history, ...(firstTime !== undefined && { firstTime }) };
			const event = oktaEvent(log, context);
			number = event.number;
			firstTime = event.firstTime;
			for (const alert of engine.evaluate(event)) process.stdout.write(`${PRINTERS[format](alert)}\n`);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			process.stderr.write(`${visible(`${name}:${line}: ${reason}`)}\n`);
		}
	}
}

function parseEvent(text: string): JsonObject {
	const value: unknown = JSON.parse(text);
	if (!isJsonObject(value)) throw new Error("is not a JSON object");
	return value;
}

function loadRules({ rules, config: configFile, ruleMatching }: Options): RuleSet | undefined {
	const read = rules === undefined ? readConfiguredFiles(configFile) : readNamedFiles(rules);
	const config = ruleMatching === undefined ? read.config : { ...read.config, ruleMatching };
	const { ruleSet, diagnostics } = loadOktaRules(read.files, config);
	const all = [...read.diagnostics, ...diagnostics];
	process.stderr.write(printDiagnostics(all, { texts: read.texts, colour: process.stderr.isTTY }));
	return all.some(({ severity }) => severity === "error") ? undefined : ruleSet;
}

const COLOURS: Record<Priority, Parameters<typeof styleText>[0]> = {
	Emergency: ["bold", "white", "bgRed"],
	Alert: ["bold", "red"],
	Critical: ["bold", "red"],
	Error: "red",
	Warning: "yellow",
	Notice: "green",
	Informational: "cyan",
	Debug: "gray",
};

/** An alert as Falco prints it; a text line is escaped as JSON, without the quotes (formats.cpp). */
const PRINTERS: Record<Options["format"], (alert: Alert) => string> = {
	json: ({ json }) => json,
	text: ({ output, priority }) =>
		styleText(COLOURS[priority], visible(JSON.stringify(output).slice(1, -1)), { stream: process.stdout }),
};

/** A bar while a large file is read, where nothing else is written to the terminal. */
function startProgress(path: string): { update: (read: number) => void; stop: () => void } {
	const size = path === "-" ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
	if (size < 1_000_000 || !process.stderr.isTTY || process.stdout.isTTY) return { update: () => {}, stop: () => {} };
	const bar = new SingleBar({ format: "{bar} {percentage} %", clearOnComplete: true });
	bar.start(size, 0);
	return { update: (read) => bar.update(read), stop: () => bar.stop() };
}
