import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Deployment } from "./deployment.ts";

const STATUS = z.object({
	/** What somebody has to see to. */
	troubles: z.array(z.string()),
	alerts: z.object({ held: z.number(), pending: z.number(), dead: z.number() }),
	destination: z.object({ state: z.string() }),
});

export type Status = z.output<typeof STATUS>;

/** How things stand, as operators are told. Throws an Error when they are told something else. */
export async function statusOf(deployment: Deployment): Promise<Status> {
	return STATUS.parse((await deployment.ask("GET", "status")).body);
}

/**
 * The status when no alert waits any more, or so many milliseconds later: that an alert arrived is known before the Worker
 * has written it down.
 */
export async function statusAtRest(deployment: Deployment, milliseconds: number): Promise<Status> {
	const end = Date.now() + milliseconds;
	let status = await statusOf(deployment);
	for (; status.alerts.held + status.alerts.pending > 0 && Date.now() < end; await sleep(20)) {
		status = await statusOf(deployment);
	}
	return status;
}
