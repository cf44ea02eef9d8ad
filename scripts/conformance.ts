import { fileURLToPath } from "node:url";
import { SingleBar } from "cli-progress";
import { Command, Option } from "commander";
import { messageOf } from "../src/message-of.ts";
import { callerPath } from "./caller-path.ts";
import { readVectors, type Vectors } from "./conformance/cases.ts";
import { ROWS } from "./conformance/differences.ts";
import type { Outcome } from "./conformance/outcome.ts";
import { runCase, runRefused } from "./conformance/run-case.ts";
import { DOORS, type Door } from "./conformance/run-match-case.ts";

/** Cases of our own, which meet every listed difference; they always run too. */
const OWN_CASES = fileURLToPath(new URL("../test/conformance/cases", import.meta.url));

const program = new Command("conformance")
	.description("compare this engine with answers of Falco: cases in JSON Lines, and those of this project")
	.argument("[path...]", "directories or files of cases")
	.addOption(new Option("--door <door>", "how rules reach the engine").choices(DOORS))
	.action((paths: string[], { door }: { door?: Door }) => {
		const outcomes = run(readVectors([OWN_CASES, ...paths.map(callerPath)]), door === undefined ? DOORS : [door]);
		process.exitCode = report(outcomes);
	});

function run({ cases, refused }: Vectors, doors: readonly Door[]): Outcome[] {
	const bar = new SingleBar({ format: "{bar} {value}/{total} {id}", clearOnComplete: true, noTTYOutput: false });
	if (process.stderr.isTTY) bar.start(cases.length + refused.length, 0, { id: "" });
	const outcomes: Outcome[] = [];
	const add = (outcome: Outcome) => {
		outcomes.push(outcome);
		bar.increment({ id: outcome.id });
	};
	for (const example of cases) add(runCase(example, doors));
	for (const event of refused) add(runRefused(event));
	bar.stop();
	return outcomes;
}

/** Prints what failed, then how many of each group passed. @returns the exit code */
function report(outcomes: readonly Outcome[]): number {
	const failed = outcomes.filter(({ failures }) => failures.length > 0);
	for (const { id, failures } of failed) console.log(`${id}\n${indent(failures.join("\n"))}\n`);
	const met = new Set(outcomes.flatMap(({ differences }) => differences));
	const unmet = ROWS.filter((row) => !met.has(row));
	for (const row of unmet) console.log(`no case meets the listed difference '${row}': is it still needed?`);
	for (const [group, all] of Map.groupBy(outcomes, ({ group }) => group)) {
		const passed = all.filter(({ failures }) => failures.length === 0).length;
		console.log(`${group || "other"}: ${passed} of ${all.length}`);
	}
	console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
	return failed.length + unmet.length > 0 ? 1 : 0;
}

function indent(text: string): string {
	return text.replaceAll(/^/gm, "  ");
}

try {
	await program.parseAsync();
} catch (error) {
	console.error(messageOf(error));
	process.exitCode = 1;
}
