import { configOf } from "./config.ts";
import { handOver } from "./hand-over.ts";
import { log } from "./log.ts";

/** The cron's work: sees to it that the org's object has its alarm set, and logs how things stand. */
export async function watch(env: Env): Promise<void> {
	configOf(env);
	try {
		log("info", "watch", { ...(await handOver(env, (org) => org.watch())) });
	} catch (error) {
		log("error", "the org's object is not available", {
			reason: error instanceof Error ? error.message : String(error),
		});
	}
}
