import { stderr, stdout } from "node:process";
import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import { messageOf } from "../../src/message-of.ts";
import { wholeNumber } from "../option-values.ts";
import { visible } from "../terminal.ts";
import type { AdminClient, AlertEntry } from "./admin-client.ts";
import { ALERT_HEADINGS, alertRow } from "./alert-table.ts";
import { adminCommand, type CommonOptions, clientOf, run } from "./command.ts";
import { lineWidth, printJsonLine, rowLine } from "./table.ts";

interface Options extends CommonOptions {
	readonly every: number;
}

/** Alerts of each state that one look sees; what changed before them was seen by an earlier look. */
const SEEN_AT_ONCE = 100;

const STATES = ["pending", "held", "dead", "suppressed", "resolved", "delivered"];

/** `alerts watch`: alerts as they come and go. */
export function watchCommand(): Command {
	return adminCommand("watch")
		.description("print alerts as their states change, until interrupted; first those that are not done with")
		.option("--every <seconds>", "how often to look", wholeNumber(1), 5)
		.action((options: Options, command: Command) =>
			run(command, async () => {
				const client = clientOf(options);
				const known = new Map<string, string>();
				if (!options.json) print([ALERT_HEADINGS]);
				for (let isFirst = true; ; ) {
					try {
						const changed = (await look(client)).filter((alert) => known.get(alert.id) !== alert.state);
						for (const { id, state } of changed) known.set(id, state);
						const news = changed.filter(({ state }) => !isFirst || !DONE.has(state));
						if (options.json) news.forEach(printJsonLine);
						else print(news.map(alertRow));
						isFirst = false;
					} catch (error) {
						// What can be mended while one watches, except before anything was seen.
						if (isFirst) throw error;
						stderr.write(`${visible(messageOf(error))}\n`);
					}
					await setTimeout(options.every * 1_000);
				}
			}),
		);
}

const DONE = new Set(["delivered", "resolved", "suppressed"]);

/** The first alerts of every state: of the settled ones the newest, told in the order in which they came to it. */
async function look(client: AdminClient): Promise<readonly AlertEntry[]> {
	const found: AlertEntry[] = [];
	for (const state of STATES) {
		for await (const alert of client.alerts({ state }, SEEN_AT_ONCE)) found.push(alert);
	}
	return found.sort((a, b) => compare(a.settled ?? a.created, b.settled ?? b.created));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

/** Lines follow one another over time, so columns have widths of their own. */
const WIDTHS = [10, 13, 20, 32, 5, 0, 0];

function print(rows: readonly (readonly string[])[]): void {
	for (const row of rows) stdout.write(`${rowLine(row, WIDTHS, lineWidth())}\n`);
}
