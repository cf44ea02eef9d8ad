import type { Command } from "commander";
import type { AdminClient, AlertEntry, AlertQuery } from "./admin-client.ts";
import { ALERT_HEADINGS, alertRow } from "./alert-table.ts";
import { adminCommand, type CommonOptions, clientOf, run } from "./command.ts";
import { selectionOf, withSelection } from "./selection.ts";
import { printJsonLine, printTable } from "./table.ts";

type Options = CommonOptions & AlertQuery;

/** `alerts replay`: has alerts sent again. */
export function replayCommand(): Command {
	return settleCommand(
		"replay",
		"send alerts again, or at once if they wait; those on their way already are sent once",
	);
}

/** `alerts resolve`: closes alerts. */
export function resolveCommand(): Command {
	return settleCommand("resolve", "close alerts that wait or are dead, so that they are not sent any more");
}

function settleCommand(verb: "replay" | "resolve", description: string): Command {
	return withSelection(adminCommand(verb))
		.description(description)
		.argument("[ids...]", "which; or choose them by the options")
		.action((ids: string[], options: Options, command: Command) =>
			run(command, async () => {
				const client = clientOf(options);
				const settled: AlertEntry[] = [];
				const all = await chosen(client, ids, selectionOf(options));
				try {
					for (const id of all) {
						const { json: _, ...alert } = await client.settle(id, verb);
						if (options.json) printJsonLine(alert);
						else settled.push(alert);
					}
				} finally {
					// Those before one that fails are done.
					const isTable = settled.length > 0 || all.length === 0;
					if (!options.json && isTable) printTable(ALERT_HEADINGS, settled.map(alertRow));
				}
			}),
		);
}

/** Ids of all that are meant, before any of them is changed: a list that changes under one's hands would skip some. */
async function chosen(client: AdminClient, ids: readonly string[], selection: AlertQuery): Promise<readonly string[]> {
	const isChosen = Object.keys(selection).length > 0;
	if (isChosen === ids.length > 0)
		throw new Error("give either ids or options that choose alerts, such as --state dead");
	if (!isChosen) return ids;
	const found: string[] = [];
	for await (const { id } of client.alerts(selection, Number.POSITIVE_INFINITY)) found.push(id);
	return found;
}
