import { messageOf } from "../message-of.ts";
import type { Standing } from "../org/standing.ts";
import { configOf, objectName } from "./config.ts";
import { handOver } from "./hand-over.ts";
import { troubles } from "./health.ts";
import { log } from "./log.ts";

/**
 * The cron's work: sees to it that the org's object has its alarm set, has it read the System Log where that is configured,
 * and logs how things stand.
 */
export async function watch(env: Env): Promise<void> {
	try {
		const standing = await handOver(env, (org) => org.watch());
		tell(env, standing.sweep === null ? standing : await sweep(env));
	} catch (error) {
		log("error", "the org's object is not available", {
			reason: messageOf(error),
		});
	}
}

/** Reading the log takes longer than Okta would wait for an answer, so this is no hand-over. */
async function sweep(env: Env): Promise<Standing> {
	await env.OKTA_ORG.getByName(objectName(configOf(env))).sweep();
	return handOver(env, (org) => org.standing());
}

function tell(env: Env, standing: Standing): void {
	const found = troubles(configOf(env), standing, Date.now());
	const isWell = found.length === 0 && standing.alerts.dead === 0 && standing.setAside.failed === 0;
	log(isWell ? "info" : "error", "watch", { troubles: found, ...standing });
}
