import type { Command } from "commander";
import { wholeNumber } from "../option-values.ts";
import type { AlertEntry, AlertQuery } from "./admin-client.ts";
import { ALERT_HEADINGS, alertRow } from "./alert-table.ts";
import { adminCommand, type CommonOptions, clientOf, run } from "./command.ts";
import { selectionOf, withSelection } from "./selection.ts";
import { printJsonLine, printTable } from "./table.ts";

interface Options extends CommonOptions, AlertQuery {
	readonly limit: number;
}

/** `alerts list`: alerts by what needs attention first. */
export function listCommand(): Command {
	return withSelection(adminCommand("list"))
		.description("list alerts: those on their way, the dead, the suppressed, the resolved, the delivered")
		.option("--limit <number>", "how many at most", wholeNumber(1), 50)
		.action((options: Options, command: Command) =>
			run(command, async () => {
				const found: AlertEntry[] = [];
				for await (const alert of clientOf(options).alerts(selectionOf(options), options.limit)) {
					if (options.json) printJsonLine(alert);
					else found.push(alert);
				}
				if (!options.json) printTable(ALERT_HEADINGS, found.map(alertRow));
			}),
		);
}
