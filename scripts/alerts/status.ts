import { stdout } from "node:process";
import type { Command } from "commander";
import { visible } from "../terminal.ts";
import type { Status } from "./admin-client.ts";
import { adminCommand, type CommonOptions, clientOf, run } from "./command.ts";
import { printJsonLine, tableLines } from "./table.ts";

/** `alerts status`: how things stand. */
export function statusCommand(): Command {
	return adminCommand("status")
		.description("tell how things stand")
		.action((options: CommonOptions, command: Command) =>
			run(command, async () => {
				const status = await clientOf(options).status();
				if (options.json) printJsonLine(status);
				else for (const line of statusLines(status)) stdout.write(`${line}\n`);
			}),
		);
}

function statusLines(status: Status): string[] {
	const { troubles, alerts, oldestPendingSeconds, setAside, destination, okta, refused, sweep } = status;
	const counts = (numbers: Readonly<Record<string, number>>) =>
		Object.entries(numbers)
			.map(([name, count]) => `${count} ${NAMES[name] ?? name}`)
			.join(", ");
	const { deliveries, lastDelivery, ...events } = okta;
	const since = destination.since === null ? "" : ` since ${destination.since}`;
	const rows = [
		["Alerts", counts(alerts)],
		["Oldest that waits", oldestPendingSeconds === null ? "-" : `${oldestPendingSeconds} s`],
		["Falcosidekick", `${destination.state}${since}${destination.reason && `: ${destination.reason}`}`],
		["From Okta", `${deliveries} deliveries, the last at ${lastDelivery ?? "-"}: ${counts(events)}`],
		...(refused === null ? [] : [["Refused", visible(refusedText(refused))]]),
		["System Log", sweep === null ? "not read" : visible(sweepText(sweep))],
		["Events set aside", counts(setAside)],
	];
	const told = troubles.length === 0 ? ["All is well."] : troubles.map((trouble) => `! ${visible(trouble)}`);
	return [...told, ...tableLines(rows)];
}

function refusedText({ since, last, status, reason }: NonNullable<Status["refused"]>): string {
	return `deliveries since ${since}, the last at ${last}, with ${status}: ${reason}`;
}

function sweepText({ sweptTo, isBehind, read, events, recovered, error }: NonNullable<Status["sweep"]>): string {
	const reach = `read up to ${sweptTo ?? "-"}${isBehind ? ", and there is more" : ""}`;
	return `${reach}: ${read} events, ${events} of them new, ${recovered} lost to hooks${error && `; ${error}`}`;
}

const NAMES: Readonly<Record<string, string>> = { deliveredLastDay: "delivered within a day" };
