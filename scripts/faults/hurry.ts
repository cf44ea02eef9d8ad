import { z } from "zod";
import type { Deployment } from "./deployment.ts";

const ALERTS = z.object({ alerts: z.array(z.object({ id: z.string() })) });

/**
 * Has the Worker try Falcosidekick at once, as an operator does who has mended it: by asking for one alert that waits.
 * Throws an Error when the operators' doors do not answer as they should.
 */
export async function hurry(deployment: Deployment): Promise<void> {
	const waiting = await deployment.ask("GET", "alerts?state=pending,held&limit=1");
	const [alert] = ALERTS.parse(waiting.body).alerts;
	if (alert === undefined) return;
	const { status } = await deployment.ask("POST", `alerts/${encodeURIComponent(alert.id)}/replay`);
	if (status !== 200) throw new Error(`an alert that waits could not be replayed: ${status}`);
}
