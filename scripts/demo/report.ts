import type { PlayedStep } from "./play.ts";
import { tell, tellTable } from "./print.ts";
import type { Expected, Tally } from "./tally.ts";
import type { LocalWorker } from "./worker.ts";
import { readWorkerLog } from "./worker-log.ts";

/** Sums the day up, and tells what is not as it should be. Returns whether all is. */
export function report(played: readonly PlayedStep[], alerts: Tally, worker: LocalWorker): boolean {
	const { taken, complaints } = readWorkerLog(worker.log());
	const deliveries = played.flatMap((step) => step.deliveries);
	tell();
	tellTable("The day", [
		["deliveries", deliveries.length],
		["events", taken.events],
		["duplicates", taken.duplicates],
		["rejected", taken.rejected],
		["alerts", taken.alerts],
	]);
	tell();
	tellTable("Alerts by rule", alerts.byRule().size > 0 ? [...alerts.byRule()] : [["none", ""]]);
	const faults = [
		...refusals(played),
		...(taken.failed > 0 ? [`The Worker failed to evaluate ${taken.failed} of the events.`] : []),
		...alerts.missing().map(missing),
		...alerts.repeated().map(repeated),
	];
	if (faults.length === 0) return true;
	tell();
	for (const fault of faults) tell(fault, "red");
	if (alerts.missing().length > 0) tell(whereTheyAre(taken.alerts - arrivedOf(alerts)));
	for (const complaint of complaints.slice(-10)) tell(`The Worker says: ${complaint}`);
	return false;
}

function arrivedOf(alerts: Tally): number {
	return [...alerts.byRule().values()].reduce((sum, count) => sum + count, 0);
}

/** Where to look for alerts that did not arrive, of which the Worker still holds so many. */
function whereTheyAre(waiting: number): string {
	if (waiting <= 0) return "Do rules/falco.yaml and its rules files still enable these rules?";
	return `${waiting === 1 ? "One alert was made, and waits" : `${waiting} alerts were made, and wait`}: does Falcosidekick take alerts?`;
}

function refusals(played: readonly PlayedStep[]): string[] {
	return played.flatMap(({ step, deliveries }) =>
		deliveries
			.filter(({ delivered }) => !delivered)
			.map(({ answer }) => `The Worker did not take the delivery of ${step.at} (${step.story}): ${answer}`),
	);
}

function missing({ rule, played: { step } }: Expected): string {
	return `No alert of rule "${rule}" came for ${step.at} (${step.story}).`;
}

function repeated(alert: string): string {
	return `One event made more than one alert: ${alert}`;
}
