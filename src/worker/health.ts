import type { Standing } from "../org/standing.ts";
import { type Config, configOf } from "./config.ts";
import { handOver } from "./hand-over.ts";
import { troublesOf } from "./troubles.ts";

/** What cannot wait, in words; nothing when nothing is urgent. */
export function troubles({ faults }: Config, standing: Standing, now: number): string[] {
	const all = troublesOf({ standing, faults, rules: undefined, deployed: undefined, now });
	return all.filter(({ isUrgent }) => isUrgent).map(({ reason }) => reason);
}

/** How long an isolate stands by its answer, in milliseconds: anybody may ask, and asking costs. */
const ANSWER_KEPT = 10_000;

const answers = new WeakMap<object, { readonly well: boolean; readonly at: number }>();

/** Whether nobody has to see to anything. An object that does not answer is not well. */
export async function isWell(env: Env): Promise<boolean> {
	const known = answers.get(env);
	const now = Date.now();
	if (known !== undefined && now - known.at < ANSWER_KEPT) return known.well;
	const well = await look(env, now);
	answers.set(env, { well, at: now });
	return well;
}

async function look(env: Env, now: number): Promise<boolean> {
	const config = configOf(env);
	if (config.faults.length > 0) return false;
	try {
		return troubles(config, await handOver(env, (org) => org.standing()), now).length === 0;
	} catch {
		return false;
	}
}
