import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Catcher } from "../catcher.ts";
import { Counts, makeProbes, type Probe } from "../chaos/counts.ts";
import { makeTraffic, type Traffic } from "../chaos/events.ts";
import { atRandomMoments } from "../chaos/moments.ts";
import { UnreliableOkta } from "../chaos/okta.ts";
import { type Check, type Findings, figure, some, unless } from "../check.ts";
import { Deployment } from "../deployment.ts";
import { Random } from "../random.ts";
import { statusAtRest } from "../status.ts";
import { keysOf, type TestEvent } from "../test-event.ts";
import { SystemLog } from "./system-log.ts";

const EVENTS = 2_500;
const KILLS = 8;
const PACE = 120;

/** How far back the first sweep reads for sure, in milliseconds: hooks bring all that is older. */
const REACH = 3_000_000;

/** Into how many parts the log is stored while it is read, and the time between them, in milliseconds. */
const PARTS = 20;
const EVERY = 300;

/** Between two goes of the cron, in milliseconds; it goes every five minutes at Cloudflare. */
const CRON = 200;

/** How long Okta rests between deliveries, in milliseconds. */
const REST = 400;

const PATIENCE = 60_000;

/**
 * A hook brings some of what happens, the System Log has all of it, and workerd is killed while it reads. Each event is
 * evaluated and counted once, whichever way it comes, and each alert arrives.
 */
export const checkSweep: Check = async ({ workspace, bundle, seed }) => {
	const token = randomBytes(24).toString("base64url");
	const log = await SystemLog.start(token, new Random(seed, "sweep, log"));
	const falcosidekick = await Catcher.start();
	const deployment = new Deployment({
		workspace,
		name: "sweep",
		bundle,
		falcosidekickUrl: falcosidekick.url,
		alertsPerSecond: PACE,
		systemLog: { port: log.port, token },
	});
	await deployment.start();
	try {
		const now = Date.now();
		const traffic = makeTraffic(EVENTS, now, new Random(seed, "sweep, events"));
		const cast = { seed, log, falcosidekick, deployment, events: sound(traffic), now };
		await readMeanwhile(cast);
		const probes = makeProbes(traffic.counted, now);
		await deployment.org().deliver(
			probes.map(({ event }) => event.event),
			new Date(),
		);
		await falcosidekick.wait(
			probes.flatMap(({ event }) => keysOf(event)),
			PATIENCE,
		);
		await statusAtRest(deployment, PATIENCE);
		return await judge(cast, traffic, probes);
	} finally {
		await deployment.kill();
		await falcosidekick.close();
		await log.close();
	}
};

interface Cast {
	readonly seed: number;
	readonly log: SystemLog;
	readonly falcosidekick: Catcher;
	readonly deployment: Deployment;
	readonly events: readonly TestEvent[];
	readonly now: number;
}

/** Without those that the Worker can only keep. What Falcosidekick refuses elsewhere is sound here. */
function sound({ events }: Traffic): TestEvent[] {
	return events.filter(({ fate }) => fate !== "damaged") as TestEvent[];
}

/** Until all alerts arrived. */
async function readMeanwhile({ seed, log, falcosidekick, deployment, events, now }: Cast): Promise<void> {
	const random = new Random(seed, "sweep, parts");
	const isOld = ({ event }: TestEvent) => Date.parse(event.published) < now - REACH;
	const pushed = events.filter((event) => isOld(event) || random.chance(0.4));
	const keys = events.flatMap(keysOf);
	const okta = new UnreliableOkta(deployment.org(), new Random(seed, "sweep, okta"), REST);
	const end = Date.now() + PATIENCE;
	const isOver = () => Date.now() > end;
	const isDone = () => isOver() || falcosidekick.missing(keys).length === 0;
	// From what the first delivery says the Worker learns which hook there is.
	await okta.deliver(pushed.slice(0, 1), isOver);
	await Promise.all([
		okta.deliver(pushed.slice(1), isOver),
		storeInParts(log, events),
		goOffUntil(isDone, deployment),
		atRandomMoments(
			{
				count: KILLS,
				random: new Random(seed, "sweep, kills"),
				progress: () => falcosidekick.size / keys.length,
				isOver,
			},
			async () => {
				await deployment.kill();
				await deployment.start();
			},
		),
	]);
}

/** Okta stores events about in the order in which they happen. */
async function storeInParts(log: SystemLog, events: readonly TestEvent[]): Promise<void> {
	const byTime = events.toSorted((a, b) => a.event.published.localeCompare(b.event.published));
	const size = Math.ceil(byTime.length / PARTS);
	for (let part = 0; part < PARTS; part++) {
		log.append(byTime.slice(part * size, (part + 1) * size).map(({ event }) => event));
		await sleep(EVERY);
	}
}

async function goOffUntil(isDone: () => boolean, deployment: Deployment): Promise<void> {
	while (!isDone()) {
		await deployment.goOff();
		await sleep(CRON);
	}
}

/** What the object counts: of what hooks bring, and of what it finds in the System Log. */
const TALLY = z.object({ events: z.number(), failed: z.number(), alerts: z.number() });
const SWEEP = z.object({ events: z.number(), alerts: z.number() });

async function judge(
	{ log, falcosidekick, deployment, events, now }: Cast,
	traffic: Traffic,
	probes: readonly Probe[],
): Promise<Findings> {
	const all = [...events, ...probes.map(({ event }) => event)];
	const keys = all.flatMap(keysOf);
	const stored = await deployment.open();
	const pushed = TALLY.parse(stored.value("tally"));
	const swept = SWEEP.parse(stored.value("sweep"));
	stored.close();
	const [evaluated, made] = [pushed.events + swept.events, pushed.alerts + swept.alerts];
	const counts = new Counts();
	for (const key of keys) for (const alert of falcosidekick.of(key).slice(0, 1)) counts.hear(key, alert);
	const missing = falcosidekick.missing(keys);
	const repeats = falcosidekick.repeated(keys).length;
	return {
		figures: [
			`${figure(all.length)} events, ${figure(swept.events)} of them from ${figure(log.pages)} pages of the System Log`,
			`${figure(keys.length)} alerts`,
			`${KILLS} kills, ${repeats} alerts twice`,
		],
		faults: [
			...unless(swept.events > EVENTS / 10, `only ${swept.events} events came from the System Log`),
			...unless(missing.length === 0, `alerts did not arrive: ${some(missing)}`),
			...unless(repeats <= KILLS, `${KILLS} kills made ${repeats} alerts arrive twice`),
			...unless(evaluated === all.length, `the object has evaluated ${evaluated} events, not ${all.length}`),
			...unless(made === keys.length, `the object has made ${made} alerts, not ${keys.length}`),
			...unless(pushed.failed === 0, `${pushed.failed} events could not be evaluated`),
			...counts.faults(traffic.counted, probes, now),
		],
	};
}
