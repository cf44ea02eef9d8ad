import { setTimeout as sleep } from "node:timers/promises";
import { ON_THE_WIRE } from "../bounds.ts";
import type { Check } from "../check.ts";
import type { Deployment } from "../deployment.ts";
import { Patience } from "../patience.ts";
import { Random } from "../random.ts";
import { statusAtRest } from "../status.ts";
import { assemble, type Cast } from "./cast.ts";
import { judge } from "./judge.ts";
import { atRandomMoments } from "./moments.ts";

/** How often Falcosidekick refuses connections for a while, and workerd stands still. */
const OUTAGES = 4;
const FREEZES = 2;

/** Nothing that the Worker waits for takes longer, in milliseconds: what has not come by then does not come. */
const STILL = 75_000;

/** How long the last alerts may take to be written down as delivered, in milliseconds. */
const REST = 10_000;

/**
 * Everything goes wrong at once: Okta repeats and loses deliveries, Falcosidekick is away or answers nonsense, workerd is
 * killed. In the end every alert must have arrived, none without need twice, and every counter be exact.
 */
export const checkChaos: Check = async (setting) => {
	const cast = await assemble(setting);
	try {
		await rage(cast);
		cast.weather.clear();
		await probe(cast);
		if (cast.ledger.missing.length === 0) await statusAtRest(cast.deployment, REST);
		return await judge(cast);
	} finally {
		await cast.deployment.kill();
		await cast.falcosidekick.close();
	}
};

/** Until every event was taken and every alert arrived, or nothing moves any more. */
async function rage(cast: Cast): Promise<void> {
	const { setting, traffic, okta, ledger, deployment, falcosidekick } = cast;
	const total = traffic.events.length + ledger.expected;
	const progress = () => (okta.taken + ledger.arrived) / total;
	const patience = new Patience(STILL);
	const isOver = () => patience.isOver(progress());
	const moments = (name: string, count: number) => {
		return { count, random: new Random(setting.seed, `chaos, ${name}`), progress, isOver };
	};
	const random = new Random(setting.seed, "chaos, lengths");
	const all = [
		okta.deliver(traffic.events, isOver),
		atRandomMoments(moments("kills", setting.kills), () => kill(cast)),
		atRandomMoments(moments("outages", OUTAGES), () => falcosidekick.goAway(random.between(200, 2_000))),
		atRandomMoments(moments("freezes", FREEZES), () => freeze(deployment, random.between(500, 4_000))),
		arrival(cast, progress, isOver),
	];
	try {
		await Promise.all(all);
	} catch (error) {
		// What goes on would go on with what is no longer there.
		patience.giveUp();
		await Promise.allSettled(all);
		throw error;
	}
}

async function kill({ deployment, weather, kills }: Cast): Promise<void> {
	const at = Date.now();
	await deployment.kill();
	const until = Date.now() + ON_THE_WIRE;
	await deployment.start();
	weather.unsettle();
	kills.push({ at, until });
}

/** The process stands still: connections hang, and clocks have jumped when it goes on. */
async function freeze({ workerd }: Deployment, milliseconds: number): Promise<void> {
	workerd.freeze();
	await sleep(milliseconds);
	workerd.thaw();
}

/** One more attempt of each counted user, when all others were taken. */
async function probe(cast: Cast): Promise<void> {
	const { okta, ledger, probes } = cast;
	if (ledger.missing.length > 0) return;
	for (const { event } of probes) ledger.expect(event);
	const patience = new Patience(STILL);
	const progress = () => (okta.taken + ledger.arrived) / (okta.taken + ledger.expected);
	const isOver = () => patience.isOver(progress());
	await okta.deliver(
		probes.map(({ event }) => event),
		isOver,
	);
	await arrival(cast, progress, isOver);
}

async function arrival(
	{ setting, okta, ledger, kills }: Cast,
	progress: () => number,
	isOver: () => boolean,
): Promise<void> {
	while (ledger.missing.length > 0 && !isOver()) {
		setting.progress(progress(), `${okta.taken} events, ${ledger.arrived} alerts, ${kills.length} kills`);
		await sleep(100);
	}
}
