import { configOf } from "./config.ts";
import { handOver } from "./hand-over.ts";
import { troubles } from "./health.ts";
import { log } from "./log.ts";

/** The cron's work: sees to it that the org's object has its alarm set, and logs how things stand. */
export async function watch(env: Env): Promise<void> {
	const config = configOf(env);
	try {
		const standing = await handOver(env, (org) => org.watch());
		const found = troubles(config, standing, Date.now());
		const isWell = found.length === 0 && standing.alerts.dead === 0 && standing.setAside.failed === 0;
		log(isWell ? "info" : "error", "watch", { troubles: found, ...standing });
	} catch (error) {
		log("error", "the org's object is not available", {
			reason: error instanceof Error ? error.message : String(error),
		});
	}
}
