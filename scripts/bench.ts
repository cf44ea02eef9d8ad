import { Command, InvalidArgumentError, Option } from "commander";
import { type Figure, isMet, printFigures, type Section } from "./bench/figure.ts";
import { measureHttp } from "./bench/http.ts";
import { measureManyRules } from "./bench/many-rules.ts";
import { measureMemory } from "./bench/memory.ts";
import { measureRules } from "./bench/rules.ts";
import { measureStartup } from "./bench/startup.ts";
import { measureStatusPage } from "./bench/status-page.ts";
import { Progress } from "./faults/progress.ts";
import { wholeNumber } from "./option-values.ts";

/** What can be measured, in this order. */
const SECTIONS: Readonly<Record<string, Section>> = {
	rules: measureRules,
	"many-rules": measureManyRules,
	startup: measureStartup,
	http: measureHttp,
	memory: measureMemory,
	page: measureStatusPage,
};

interface Options {
	readonly only: readonly string[];
	readonly events: number;
	readonly seed: number;
	readonly json?: true;
	readonly strict?: true;
}

const HELP = `
rules:       parsing, evaluating and alerting with the rules of rules/, as multiples of JSON.parse alone
many-rules:  the same with 60 to 10,000 generated rules
startup:     size of the Worker by module, and how long it takes to start
http:        the whole Worker in workerd, deliveries over HTTP, alerts to a stand-in for Falcosidekick
memory:      what ten times --events leave in memory
page:        the status page of an object with a million events and 50,000 alerts behind it

docs/performance.md says what the figures mean. Exit status: 0, or 1 with --strict when a target is missed.`;

const { only, events, seed, json, strict } = new Command("npm run --silent bench --")
	.description("Measures speed, size and memory. Other work on the machine spoils the figures.")
	.addOption(
		new Option("--only <sections>", `what to measure, of ${Object.keys(SECTIONS).join(", ")}`)
			.argParser(readSections)
			.default(Object.keys(SECTIONS), "all"),
	)
	.option("--events <number>", "how many events", wholeNumber(1), 100_000)
	.option("--seed <number>", "where chance begins", wholeNumber(1), 1)
	.option("--json", "figures as JSON instead of a table")
	.option("--strict", "fail when a target is missed")
	.addHelpText("after", HELP)
	.parse()
	.opts<Options>();

function readSections(text: string): string[] {
	const names = text.split(",");
	const unknown = names.find((name) => !Object.hasOwn(SECTIONS, name));
	if (unknown === undefined) return names;
	throw new InvalidArgumentError(
		`There is no ${JSON.stringify(unknown)}; there are ${Object.keys(SECTIONS).join(", ")}.`,
	);
}

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(SECTIONS)) {
	if (!only.includes(name)) continue;
	const progress = new Progress(name);
	try {
		figures.push(...(await measure({ seed, events, progress: (share, words) => progress.show(share, words) })));
	} finally {
		progress.end();
	}
}
process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : printFigures(figures));
if (strict && !figures.every(isMet)) process.exitCode = 1;
