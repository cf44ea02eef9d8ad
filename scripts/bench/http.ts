import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startFalcosidekick } from "../demo/falcosidekick.ts";
import { buildWorker } from "../workerd/bundle.ts";
import { WorkerLog } from "../workerd/worker-log.ts";
import { Workerd } from "../workerd/workerd.ts";
import { Workspace } from "../workerd/workspace.ts";
import { percentile } from "./contest.ts";
import { Events } from "./events.ts";
import type { Figure, Section, Unit } from "./figure.ts";
import { defaultRules } from "./rule-sets.ts";
import { Sender } from "./sender.ts";

const SECTION = "http";

const SECRET = "bench-hook-secret-of-forty-characters-now";

/** Deliveries a second at which latency is measured, and for how long, in milliseconds. */
const RATE = 200;
const MEASURED = 10_000;

/** Sizes of deliveries for which it is measured how many events a second get through, and for how long. */
const SIZES = [1, 10, 100];
const FLAT_OUT = 4_000;

/** Rates that are tried one after another, until the slowest in a hundred deliveries takes longer than a second. */
const STEPS = [300, 400, 500, 600, 800, 1_000, 1_300, 1_700, 2_200, 3_000];
const STEP = 4_000;
const LIMIT = 1_000;

/** Linux keeps this folder in memory: a disk here says nothing of Cloudflare's, and each delivery waits for it. */
const MEMORY = "/dev/shm";

/** The whole Worker, in workerd on this machine; what sends, workerd and what takes the alerts share its processors. */
export const measureHttp: Section = async ({ seed, progress }) => {
	/** When alerts arrived, by the time of their event, in milliseconds. No two events have the same. */
	const arrived = new Map<string, number>();
	const falcosidekick = await startFalcosidekick({
		onAlert: ({ time }) => arrived.set(time.slice(0, TIME_LENGTH), performance.now()),
	});
	const workspace = new Workspace();
	const storage = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "okta-falco-bench-"));
	const remove = () => {
		workspace.close();
		rmSync(storage, { recursive: true, force: true });
	};
	process.once("exit", remove);
	try {
		progress(0, "building the Worker");
		const worker = await Workerd.start({
			workspace,
			bundle: await buildWorker(workspace, "worker", defaultRules()),
			storage,
			variables: {
				OKTA_ORG_URL: "https://acme.okta.com",
				OKTA_HOOK_SECRET: SECRET,
				FALCOSIDEKICK_URL: falcosidekick.url,
				ALERTS_PER_SECOND: "1000",
			},
			log: new WorkerLog([SECRET]),
		});
		const sender = new Sender(new URL("okta/events", worker.url), SECRET, new Events(seed));
		progress(0.05, "warming up");
		await sender.openLoop(100, 3_000);
		progress(0.1, `${RATE} deliveries a second`);
		const sent = await sender.openLoop(RATE, MEASURED);
		await sleep(1_000);
		const figures = [...latencies(sent), ...alertLatencies(sent, arrived)];
		for (const [index, size] of SIZES.entries()) {
			progress(0.4 + index / 10, `deliveries of ${size}`);
			figures.push(...throughput(size, await sender.closedLoop(size, FLAT_OUT)));
		}
		figures.push(await sustained(sender, (rate) => progress(0.8, `${rate} deliveries a second`)));
		sender.close();
		return figures;
	} finally {
		remove();
		process.off("exit", remove);
		await falcosidekick.close();
	}
};

/** How much of an alert's time an event's `published` is: all but the Z. */
const TIME_LENGTH = "2026-03-02T09:15:30.123".length;

type Sent = Awaited<ReturnType<Sender["openLoop"]>>;

function latencies({ answers }: Sent): Figure[] {
	const times = answers.map(({ latency }) => latency);
	const figure = (share: number, most?: number) => ({
		...plain(`a delivery of one event at ${RATE} a second, p${share * 100}`, percentile(times, share), "ms"),
		...(most !== undefined && { most }),
	});
	return [figure(0.5), figure(0.9), figure(0.99, 50)];
}

function alertLatencies({ answers }: Sent, arrived: ReadonlyMap<string, number>): Figure[] {
	const times = answers.flatMap(({ published, sentAt }) => {
		return published.flatMap((time) => {
			const at = arrived.get(time.slice(0, TIME_LENGTH));
			return at === undefined ? [] : [at - sentAt];
		});
	});
	const note = `${times.length} alerts`;
	return [
		{ ...plain("from its POST to an alert's arrival, p50", percentile(times, 0.5), "ms"), note },
		{ ...plain("from its POST to an alert's arrival, p99", percentile(times, 0.99), "ms"), note, most: 250 },
	];
}

function throughput(size: number, { answers, milliseconds }: Sent): Figure[] {
	const events = (answers.length * size * 1_000) / milliseconds;
	const p99 = percentile(
		answers.map(({ latency }) => latency),
		0.99,
	);
	const note = `${sizes(size)}, 8 at a time; p99 ${p99.toFixed(0)} ms`;
	return [{ ...plain(`events in deliveries of ${size}, flat out`, events, "/s"), note }];
}

const sizes = (size: number) => (size === 1 ? "one event each" : `${size} events each`);

async function sustained(sender: Sender, tell: (rate: number) => void): Promise<Figure> {
	let reached = RATE;
	for (const rate of STEPS) {
		tell(rate);
		const { answers } = await sender.openLoop(rate, STEP);
		const p99 = percentile(
			answers.map(({ latency }) => latency),
			0.99,
		);
		if (p99 > LIMIT) break;
		reached = rate;
	}
	return plain("highest rate of deliveries with p99 within a second", reached, "/s");
}

function plain(name: string, value: number, unit: Unit): Figure {
	return { section: SECTION, name, value, unit };
}
