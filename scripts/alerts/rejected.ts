import { stdout } from "node:process";
import { Command, InvalidArgumentError } from "commander";
import { wholeNumber } from "../option-values.ts";
import { adminCommand, type CommonOptions, clientOf, run } from "./command.ts";
import { printJsonLine, printTable } from "./table.ts";

/** `alerts rejected`: events of which no alert could be decided. */
export function rejectedCommand(): Command {
	return new Command("rejected")
		.description("look after the events that were refused, or that could not be evaluated")
		.addCommand(listCommand())
		.addCommand(settleCommand("replay", "evaluate events again, after an update that mends what kept them from it"))
		.addCommand(settleCommand("resolve", "forget events"));
}

interface ListOptions extends CommonOptions {
	readonly limit: number;
}

function listCommand(): Command {
	return adminCommand("list")
		.description("list events, the newest first; --json has them whole")
		.option("--limit <number>", "how many at most", wholeNumber(1), 50)
		.action((options: ListOptions, command: Command) =>
			run(command, async () => {
				const rows: string[][] = [];
				for await (const event of clientOf(options).setAsides(options.limit)) {
					if (options.json) printJsonLine(event);
					else rows.push([String(event.id), event.kind, event.at, event.reason]);
				}
				if (!options.json) printTable(["ID", "KIND", "CAME", "WHY"], rows);
			}),
		);
}

const DONE = { replay: "evaluated", resolve: "forgotten" } as const;

function settleCommand(verb: "replay" | "resolve", description: string): Command {
	return adminCommand(verb)
		.description(description)
		.argument("<ids...>", "as list gives them", readIds)
		.action((ids: readonly number[], options: CommonOptions, command: Command) =>
			run(command, async () => {
				for (const id of ids) {
					await clientOf(options).settleSetAside(id, verb);
					if (options.json) printJsonLine({ id, [DONE[verb]]: true });
					else stdout.write(`${id} ${DONE[verb]}\n`);
				}
			}),
		);
}

function readIds(text: string, before: readonly number[] = []): readonly number[] {
	if (/^\d{1,15}$/.test(text)) return [...before, Number(text)];
	throw new InvalidArgumentError("Give numbers, as list does.");
}
