import { startFalcosidekick } from "./falcosidekick.ts";
import type { PlayedStep } from "./play.ts";
import { printAlert, tell } from "./print.ts";
import type { Tally } from "./tally.ts";
import type { LocalWorker } from "./worker.ts";
import { readWorkerLog } from "./worker-log.ts";

/** Where the demonstration's alerts go, and how it learns that they arrived. */
export interface Destination {
	readonly url: string;
	/** What it is, for people. */
	readonly description: string;
	/** Tells the tally of alerts that only the Worker's log shows to have arrived. */
	readonly update: (worker: LocalWorker, played: readonly PlayedStep[]) => void;
	readonly close: () => Promise<void>;
}

/** A stand-in for Falcosidekick, which prints what it receives. */
export async function standIn(alerts: Tally): Promise<Destination> {
	const { url, close } = await startFalcosidekick({
		onAlert: (alert) => {
			printAlert(alert);
			alerts.arrived(alert.rule, Date.parse(alert.time));
		},
		onRejected: (answer, body) => tell(`Falcosidekick refused: ${answer.trim()} — ${body.slice(0, 500)}`, "red"),
	});
	return { url, description: "a stand-in for Falcosidekick", update: () => {}, close };
}

/** A Falcosidekick that runs elsewhere and shows its alerts there. */
export function elsewhere(url: string, alerts: Tally): Destination {
	let read = 0;
	const update = (worker: LocalWorker, played: readonly PlayedStep[]) => {
		const { delivered } = readWorkerLog(worker.log());
		const times = new Map(played.flatMap(({ events }) => events).map(({ uuid, time }) => [uuid, time]));
		for (const { uuid, rule } of delivered.slice(read)) {
			tell(`       alert sent: ${rule}`, "green");
			alerts.arrived(rule, times.get(uuid) ?? Number.NaN);
		}
		read = delivered.length;
	};
	return { url, description: "from FALCOSIDEKICK_URL; alerts are shown there", update, close: async () => {} };
}
