import { stdout } from "node:process";
import type { Command } from "commander";
import { visible } from "../terminal.ts";
import { adminCommand, type CommonOptions, clientOf, run } from "./command.ts";
import { printJsonLine, tableLines } from "./table.ts";

/** `alerts show`: one alert, and what is sent of it. */
export function showCommand(): Command {
	return adminCommand("show")
		.description("show an alert with its last attempts that failed and what Falcosidekick gets of it")
		.argument("<id>", "as list gives it: the event's uuid, a colon and the rule's name")
		.action((id: string, options: CommonOptions, command: Command) =>
			run(command, async () => {
				const alert = await clientOf(options).alert(id);
				if (options.json) {
					printJsonLine(alert);
					return;
				}
				const { json, tries, ...entry } = alert;
				const rows = Object.entries(entry).map(([name, value]) => [name, String(value ?? "-")]);
				const failures = tries.map(({ at, reason }) => ["failed", `${at}  ${reason}`]);
				for (const line of tableLines([...rows, ...failures])) stdout.write(`${line}\n`);
				stdout.write(`\n${visible(json)}\n`);
			}),
		);
}
