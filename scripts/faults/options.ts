import { randomInt } from "node:crypto";
import { Command, Option } from "commander";
import { wholeNumber } from "../option-values.ts";
import { CHECK_NAMES, CHECKS, type CheckName } from "./checks.ts";

export interface Options {
	readonly seed: number;
	readonly events: number;
	readonly kills: number;
	/** The checks to make. */
	readonly checks: readonly CheckName[];
	/** Record the storage of this release instead. */
	readonly record: boolean;
}

const SEED_MAX = 2 ** 31 - 1;
const EVENTS = 20_000;
const KILLS = 20;

const HELP = `
Runs this clone's Worker in workerd, as it would be deployed, with the rules of scripts/faults/rules.yaml, and breaks what
is around it, and it. All of it is on this machine, on free ports of 127.0.0.1, and in a temporary folder.

Checks:
${CHECK_NAMES.map((name) => `  ${name.padEnd(18)} ${CHECKS[name].promise}`).join("\n")}

The same seed delivers the same events and has the same things happen; when that is depends on the machine.

Exit status:
  0  every promise holds
  1  one does not, or something did not start`;

/** Reads the command line; prints help or what is wrong with it, and exits, where that is all there is to do. */
export function readOptions(argv: readonly string[]): Options {
	const { only, seed, ...options } = new Command("npm run test:faults --")
		.description("Breaks things, and checks that no alert is lost and none comes twice without need.")
		.option("--seed <number>", "for the same run again (default: a random one)", wholeNumber(0, SEED_MAX))
		.option("--events <number>", "how many events the check chaos delivers", wholeNumber(100, 1_000_000), EVENTS)
		.option("--kills <number>", "how often the check chaos kills workerd", wholeNumber(0, 1_000), KILLS)
		.addOption(new Option("--only <name...>", "make these checks only").choices(CHECK_NAMES))
		.option("--record", "record the storage of a new version of the schema, for `migration`, and end", false)
		.addHelpText("after", HELP)
		.parse(argv)
		.opts<Omit<Options, "checks" | "seed"> & { only?: CheckName[]; seed?: number }>();
	return {
		...options,
		seed: seed ?? randomInt(SEED_MAX),
		checks: CHECK_NAMES.filter((name) => only?.includes(name) ?? true),
	};
}

/** The options that make the same run again. */
export function repeatWith({ seed, events, kills, checks }: Options): string {
	return [
		`--seed ${seed}`,
		...(events === EVENTS ? [] : [`--events ${events}`]),
		...(kills === KILLS ? [] : [`--kills ${kills}`]),
		...(checks.length === CHECK_NAMES.length ? [] : [`--only ${checks.join(" ")}`]),
	].join(" ");
}
