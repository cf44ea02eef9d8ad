import { z } from "zod";
import type { LocalWorker } from "./worker.ts";

/** What the Worker says of its work in its log, which is one line of JSON for each thing that happened. */
export interface WorkerLog {
	/** What became of the events of all deliveries. */
	readonly taken: Taken;
	/** Alerts that Falcosidekick took, in that order. */
	readonly delivered: readonly { readonly uuid: string; readonly rule: string }[];
	/** Warnings and errors, the runtime's own too. */
	readonly complaints: readonly string[];
}

export type Taken = Omit<z.output<typeof DELIVERY>, "message">;

const DELIVERY = z.object({
	message: z.literal("delivery taken"),
	events: z.number(),
	duplicates: z.number(),
	rejected: z.number(),
	failed: z.number(),
	alerts: z.number(),
});

const NOTHING: Taken = { events: 0, duplicates: 0, rejected: 0, failed: 0, alerts: 0 };

/** An alert's id is its event's uuid, a colon, and the rule's name. */
const ALERT = z.object({ message: z.literal("alert delivered"), alert: z.string().regex(/^[^:]+:./) });

export function readWorkerLog(lines: ReturnType<LocalWorker["log"]>): WorkerLog {
	const values = lines.map(({ message }) => parsed(message));
	const alerts = values.flatMap((value) => ALERT.safeParse(value).data ?? []);
	return {
		taken: values.flatMap((value) => DELIVERY.safeParse(value).data ?? []).reduce(sum, NOTHING),
		delivered: alerts.map(({ alert }) => {
			const colon = alert.indexOf(":");
			return { uuid: alert.slice(0, colon), rule: alert.slice(colon + 1) };
		}),
		complaints: lines.filter(({ level }) => level === "warn" || level === "error").map(({ message }) => message),
	};
}

function sum(total: Taken, delivery: Taken): Taken {
	return {
		events: total.events + delivery.events,
		duplicates: total.duplicates + delivery.duplicates,
		rejected: total.rejected + delivery.rejected,
		failed: total.failed + delivery.failed,
		alerts: total.alerts + delivery.alerts,
	};
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
