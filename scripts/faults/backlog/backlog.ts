import { setTimeout as sleep } from "node:timers/promises";
import { startFalcosidekick } from "../../demo/falcosidekick.ts";
import { AT_A_TIME_MAX, BURST, WITNESSES } from "../bounds.ts";
import { type Check, type Findings, figure, type Setting, some, unless } from "../check.ts";
import { Deployment } from "../deployment.ts";
import { hurry } from "../hurry.ts";
import { Patience } from "../patience.ts";
import { Random } from "../random.ts";
import { alertKey } from "../test-event.ts";
import { sooner, startWrongDoor, type WrongDoor } from "../wrong-door.ts";
import { Arrivals } from "./arrivals.ts";
import { fillUp, makeWaiting, type Waiting } from "./waiting.ts";
import { Watch } from "./watch.ts";

const SIZE = 50_000;

/** The pace at which it is seen that a pace is kept, for how long, and the one that empties the outbox. */
const SLOW = 20;
const SLOW_TIME = 4_000;
const FAST = 600;

/** Sockets and timers bunch alerts up, by so many milliseconds of a pace. */
const JITTER = 100;

/** How long no alert need arrive, in milliseconds. */
const STILL = 30_000;

/**
 * Falcosidekick was away, and alerts by the ten thousand wait. When it is back they leave at the pace that is set, the
 * critical ones first, while deliveries go on being taken; workerd is killed once, and started again with another pace.
 */
export const checkBacklog: Check = async (setting) => {
	const { workspace, bundle, seed } = setting;
	const down = await startWrongDoor([{ status: 503 }]);
	const deployment = new Deployment({
		workspace,
		name: "backlog",
		bundle,
		falcosidekickUrl: down.url,
		alertsPerSecond: SLOW,
	});
	await deployment.start();
	try {
		const waiting = makeWaiting(SIZE, new Random(seed, "backlog"));
		const filling = await fillUp(waiting, deployment.org(), (stored) =>
			setting.progress((stored / SIZE) * 0.2, `${figure(stored)} alerts stored`),
		);
		await down.close();
		const drained = await drain(setting, deployment, waiting, down.port);
		const all = [filling, judgeProbes(down), ...judge(waiting, drained)];
		return { figures: all.flatMap(({ figures }) => figures), faults: all.flatMap(({ faults }) => faults) };
	} finally {
		await deployment.kill();
	}
};

interface Drained {
	readonly arrivals: Arrivals;
	readonly watch: Watch;
	/** When alerts first arrived, when the pace was changed, and when it was over: milliseconds. */
	readonly from: number;
	readonly changed: number;
	readonly to: number;
}

async function drain(setting: Setting, deployment: Deployment, waiting: Waiting, port: number): Promise<Drained> {
	const arrivals = new Arrivals();
	/** How many arrived of those that waited: others may go on arriving when these do not. */
	let drained = 0;
	const falcosidekick = await startFalcosidekick({
		port,
		onAlert: ({ rule, outputFields }) => {
			const key = alertKey(outputFields["okta.uuid"], rule);
			arrivals.add(key, Date.now());
			if (waiting.critical.has(key) || waiting.warning.has(key)) drained++;
		},
	});
	const watch = new Watch(deployment);
	try {
		await hurry(deployment);
		const patience = new Patience(STILL);
		const isOver = () => patience.isOver(drained);
		while (arrivals.all === 0 && !isOver()) await sleep(5);
		const from = Date.now();
		watch.start();
		await sleep(SLOW_TIME);
		const changed = Date.now();
		await deployment.kill();
		await deployment.start({ alertsPerSecond: FAST });
		while (arrivals.different < waiting.events.length && !isOver()) {
			const share = arrivals.different / waiting.events.length;
			setting.progress(0.2 + share * 0.8, `${figure(arrivals.different)} alerts delivered`);
			await sleep(50);
		}
		await watch.stop();
		while (arrivals.different < waiting.events.length + watch.caused.length && !isOver()) await sleep(50);
		return { arrivals, watch, from, changed, to: Date.now() };
	} finally {
		await watch.stop();
		await falcosidekick.close();
	}
}

/** While Falcosidekick is away it is asked seldom, by one alert at a time. */
function judgeProbes({ requests }: WrongDoor): Findings {
	const early = sooner(requests, 900, WITNESSES);
	return {
		figures: [`${requests.length} attempts while Falcosidekick was away`],
		faults: unless(early === 0, `Falcosidekick was away and asked again within a second, ${early} times`),
	};
}

function judge({ critical, warning }: Waiting, { arrivals, watch, from, changed, to }: Drained): Findings[] {
	const missing = [...critical, ...warning, ...watch.caused].filter((key) => arrivals.firstAt(key) === undefined);
	const repeats = arrivals.all - arrivals.different;
	const overtaking = arrivals.overtaking(warning, critical);
	const calmFrom = Math.max(...[...critical].map((key) => arrivals.firstAt(key) ?? 0));
	const fast = arrivals.different / ((to - changed) / 1000);
	return [
		{
			figures: [`${figure(arrivals.different)} delivered, ${repeats} of them twice`],
			faults: [
				...unless(missing.length === 0, `alerts did not arrive: ${some(missing)}`),
				...unless(repeats <= 1, `one kill made ${repeats} alerts arrive twice`),
				...unless(overtaking < AT_A_TIME_MAX, `${overtaking} warnings arrived before the last critical alert`),
			],
		},
		judgePace(arrivals, SLOW, from, changed),
		judgeDelay(arrivals.between(from, changed), (changed - from) / 1_000),
		judgePace(arrivals, FAST, changed, to),
		{ figures: [`${figure(fast)} a second over all`], faults: [] },
		watch.findings(arrivals, calmFrom),
	];
}

/** The slow pace is kept on any machine: what leaves at once before it sets in makes up for a second of standing still. */
function judgeDelay(arrived: number, seconds: number): Findings {
	const expected = Math.floor(SLOW * seconds);
	return {
		figures: [`${figure(arrived)} within the first ${figure(seconds)} s`],
		faults: unless(
			arrived >= expected,
			`at a pace of ${SLOW} a second only ${arrived} arrived in ${figure(seconds)} s`,
		),
	};
}

/** No faster than it was told, at any moment; that it is not much slower at the other pace is for people to see. */
function judgePace(arrivals: Arrivals, perSecond: number, from: number, to: number): Findings {
	const most = arrivals.most(1_000, from, to);
	const allowed = perSecond * (1 + JITTER / 1_000) + BURST;
	return {
		figures: [`at ${figure(perSecond)} a second at most ${figure(most)} within one`],
		faults: unless(most <= allowed, `at a pace of ${perSecond} a second ${most} alerts arrived within one`),
	};
}
