import { Command, Option } from "commander";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { callerPath } from "../caller-path.ts";
import { visible } from "../terminal.ts";
import { defaultOrigin, type EventOrigin } from "./event-sequence.ts";
import { type BackTestResult, backTest, type EventOrder } from "./export/back-test.ts";
import { csvGaps } from "./export/csv-gaps.ts";
import { type EventFile, NoEventFile, openEvents } from "./export/file-events.ts";
import { openInput } from "./export/input.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { type AlertFormat, printAlert } from "./print-alert.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { CONFIG_FILE, readConfiguredFiles, readNamedFiles } from "./rule-files.ts";

interface Options extends EventOrigin {
	readonly events: string;
	readonly rules?: readonly string[];
	readonly config: string;
	readonly ruleMatching?: "first" | "all";
	readonly order?: EventOrder;
	readonly format: AlertFormat;
	readonly summary?: true;
}

/** `rules eval`: the alerts that rules raise for events of a file. Alerts go to standard output, all else to standard error. */
export function evalCommand(): Command {
	const { hostname, org } = defaultOrigin(process.env);
	return new Command("eval")
		.description("print the alerts that rules raise for a file of Okta events, of any size (docs/back-test.md)")
		.requiredOption("--events <file>", "JSON Lines, a JSON array or the Admin Console's CSV; - for standard input")
		.option("--rules <files...>", "rule files or folders; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no rules are named", CONFIG_FILE)
		.addOption(
			new Option(
				"--rule-matching <mode>",
				"instead of the configuration's; with --rules it is Falco's own, first",
			).choices(["first", "all"]),
		)
		.addOption(
			new Option("--order <order>", "of the file (the default for JSON Lines), or of time").choices(["file", "time"]),
		)
		.option("--hostname <name>", "host name that alerts carry", hostname)
		.option("--org <name>", "the Okta organization (okta.org)", org)
		.addOption(new Option("--format <format>", "how alerts are printed").choices(["json", "text"]).default("json"))
		.option("--summary", "end with a table of alerts by rule and day")
		.action(async (options: Options) => {
			process.exitCode = await evaluate(options);
		});
}

async function evaluate(options: Options): Promise<number> {
	const ruleSet = loadRules(options);
	if (ruleSet === undefined) return 1;
	const stop = () => process.exit(130);
	process.once("SIGINT", stop).once("SIGTERM", stop);
	try {
		const input = openInput(options.events === "-" ? "-" : callerPath(options.events));
		const file = await openEvents(input);
		if (file.format === "csv") tellGaps(file, ruleSet, options);
		const result = await backTest(input, file, ruleSet, {
			order: options.order ?? (file.format === "json lines" ? "file" : "time"),
			origin: options,
			onAlert: (alert) => printAlert(alert, options.format),
			onProblem: problemsOf(options.events),
			// Where alerts go to the terminal they would be torn apart.
			bar: !process.stdout.isTTY,
		});
		if (options.summary) process.stderr.write(summary(result, ruleSet));
		if (result.events > 0) return 0;
		tell(`${options.events}: ${result.problems > 0 ? "nothing in it is an event" : "there is nothing in it"}`);
		return result.problems > 0 ? 1 : 0;
	} catch (error) {
		if (error instanceof NoEventFile) tell(`${options.events}:${error.message}`);
		else if (error instanceof Error && "code" in error) tell(`${options.events}: ${error.message}`);
		else throw error;
		return 1;
	}
}

/** Most problems that are told one by one; a file that has more of them is another kind of file. */
const PROBLEMS_MAX = 100;

function problemsOf(name: string): (line: number, problem: string) => void {
	let told = 0;
	return (line, problem) => {
		told++;
		if (told <= PROBLEMS_MAX) tell(`${name}:${line}: ${problem}`);
		if (told === PROBLEMS_MAX + 1) tell(`${name}: and more like these; --summary counts them`);
	};
}

function tell(line: string): void {
	process.stderr.write(`${visible(line)}\n`);
}

/** What of the rules a CSV leaves in the dark. */
function tellGaps({ columns }: EventFile, { rules: all }: RuleSet, { events }: Options): void {
	const { fields, rules } = csvGaps(all, columns);
	if (rules.length === 0) return;
	tell(
		`${events}: a CSV leaves out much of an event; ${rules.length} of ${all.length} rules test what it has not got:`,
	);
	tell(`  ${fields.join(", ")}`);
}

function loadRules({ rules, config: configFile, ruleMatching }: Options): RuleSet | undefined {
	const read = rules === undefined ? readConfiguredFiles(configFile) : readNamedFiles(rules);
	const config = ruleMatching === undefined ? read.config : { ...read.config, ruleMatching };
	const { ruleSet, diagnostics } = loadOktaRules(read.files, config);
	const all = [...read.diagnostics, ...diagnostics];
	process.stderr.write(printDiagnostics(all, { texts: read.texts, colour: process.stderr.hasColors?.() }));
	return all.some(({ severity }) => severity === "error") ? undefined : ruleSet;
}

function summary({ events, repeated, problems, span, alerts }: BackTestResult, { rules }: RuleSet): string {
	const table = alerts.toText(rules.map(({ name }) => name));
	const counts = [
		`${count(events, "event")}${span.to === "" ? "" : `, ${visible(span.from)} to ${visible(span.to)}`}`,
		...(repeated > 0 ? [`${count(repeated, "repeat")} left out`] : []),
		...(problems > 0 ? [`${count(problems, "line")} could not be used`] : []),
		`${alerts.rules} of ${count(rules.length, "rule")} alerted`,
	];
	return `${table}${counts.join("; ")}\n`;
}

function count(number: number, what: string): string {
	return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
