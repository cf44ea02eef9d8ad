import type { Standing } from "../org/standing.ts";
import { type Config, configOf } from "./config.ts";
import { handOver } from "./hand-over.ts";

/** An alert that waits longer than this, in milliseconds, waits for somebody to do something. */
const WAIT_MAX = 600_000;

/** What somebody has to see to, in words; nothing when all is well. */
export function troubles({ faults }: Config, standing: Standing, now: number): string[] {
	const { alerts, oldestPending, oldestReason, destination } = standing;
	const waited = oldestPending === null ? 0 : now - oldestPending;
	const reason = destination.reason || oldestReason;
	return [
		...faults.map(({ name, fault }) => `${name} ${fault}`),
		...(alerts.held > 0 ? [`${alerts.held} alerts are held: ${reason}`] : []),
		...(alerts.pending > 0 && waited > WAIT_MAX
			? [`${alerts.pending} alerts wait, one for ${Math.floor(waited / 60_000)} minutes${reason && `: ${reason}`}`]
			: []),
		...sweepTroubles(standing, now),
		...standing.silences.map(({ feed, since, reason }) => `${feed}: silent since ${isoOf(since)}: ${reason}`),
	];
}

/** A sweep that fails for longer than this, in milliseconds, or is behind by as much, waits for somebody too. */
const SWEEP_LATE = 1_800_000;

function sweepTroubles({ sweep }: Standing, now: number): string[] {
	if (sweep === null) return [];
	const { failingSince, error, isBehind, sweptTo } = sweep;
	if (failingSince > 0 && now - failingSince > SWEEP_LATE)
		return [`the System Log cannot be read since ${isoOf(failingSince)}: ${error}`];
	return isBehind && now - sweptTo > SWEEP_LATE ? [`the System Log is read up to ${isoOf(sweptTo)} only`] : [];
}

function isoOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
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
