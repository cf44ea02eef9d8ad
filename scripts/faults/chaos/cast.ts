import type { Setting } from "../check.ts";
import { Deployment } from "../deployment.ts";
import { Random } from "../random.ts";
import { Counts, makeProbes, type Probe } from "./counts.ts";
import { makeTraffic, type Traffic } from "./events.ts";
import { startUnluckyFalcosidekick, type UnluckyFalcosidekick } from "./falcosidekick.ts";
import { type Kill, Ledger } from "./ledger.ts";
import { UnreliableOkta } from "./okta.ts";
import { Weather } from "./weather.ts";

/**
 * Alerts a second. Within so long an answer comes and is stored, even on a machine that is busy: so alerts leave one after
 * the other.
 */
const PACE = 150;

/** How long Okta rests between two deliveries, in milliseconds: so it has some to make for as long as alerts leave. */
const REST = 60;

/** Everything that takes part. */
export interface Cast {
	readonly setting: Setting;
	readonly traffic: Traffic;
	readonly ledger: Ledger;
	readonly weather: Weather;
	readonly counts: Counts;
	readonly falcosidekick: UnluckyFalcosidekick;
	readonly deployment: Deployment;
	readonly okta: UnreliableOkta;
	readonly kills: Kill[];
	readonly probes: readonly Probe[];
	/** When all attempts lie in the past: the time of the probes. */
	readonly end: number;
}

/** Makes the events, starts Falcosidekick and the Worker, and brings Okta; nothing is delivered yet. */
export async function assemble(setting: Setting): Promise<Cast> {
	const { workspace, bundle, seed, events } = setting;
	const stream = (name: string) => new Random(seed, `chaos, ${name}`);
	const end = Date.now();
	const traffic = makeTraffic(events, end, stream("events"));
	const ledger = new Ledger();
	for (const event of traffic.events) ledger.expect(event);
	const weather = new Weather(stream("weather"));
	const counts = new Counts();
	const falcosidekick = await startUnluckyFalcosidekick(ledger, weather, stream("line"), (key, alert) =>
		counts.hear(key, alert),
	);
	const deployment = new Deployment({
		workspace,
		name: "chaos",
		bundle,
		falcosidekickUrl: falcosidekick.url,
		alertsPerSecond: PACE,
	});
	await deployment.start();
	const okta = new UnreliableOkta(deployment.org(), stream("okta"), REST);
	const probes = makeProbes(traffic.counted, end);
	return { setting, traffic, ledger, weather, counts, falcosidekick, deployment, okta, kills: [], probes, end };
}
