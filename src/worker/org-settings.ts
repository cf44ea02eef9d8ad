import type { OrgSettings } from "../org/settings.ts";
import { configOf } from "./config.ts";
import { log } from "./log.ts";
import { measureInto } from "./measure.ts";

/** How many alerts may leave at once, before the pace sets in. */
const BURST = 20;

/** What the org's object has to know of its environment. */
export function orgSettings(env: object): OrgSettings {
	const { orgHost, destination, alertsPerSecond, hostname, systemLog, patience } = configOf(env);
	const pace = { perSecond: alertsPerSecond, burst: BURST };
	return { orgHost, hostname, destination, pace, systemLog, patience, log, measure: measureInto(env) };
}
