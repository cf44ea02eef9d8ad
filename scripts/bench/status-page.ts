import { setTimeout as sleep } from "node:timers/promises";
import { startFalcosidekick } from "../demo/falcosidekick.ts";
import { buildWorker } from "../workerd/bundle.ts";
import { StoredObject } from "../workerd/stored-object.ts";
import { WorkerLog } from "../workerd/worker-log.ts";
import { Workerd } from "../workerd/workerd.ts";
import { Workspace } from "../workerd/workspace.ts";
import { percentile } from "./contest.ts";
import { Events } from "./events.ts";
import type { Figure, Section } from "./figure.ts";
import { HISTORY, makeBacklog, makeHistory } from "./history.ts";
import { defaultRules } from "./rule-sets.ts";

const SECTION = "page";

const HOOK_SECRET = "bench-hook-secret-of-forty-characters-now";
const ADMIN_TOKEN = "bench-admin-token-of-forty-characters-nw";

/** How often each page is asked for. */
const TIMES = 40;

/** What each may take, in milliseconds. */
const MOST = 200;

/** Events that are delivered, for the history to be made like what becomes of them. */
const DELIVERED = 200;

/** The status page in workerd on this machine, of an object that has taken a million events and made 50,000 alerts. */
export const measureStatusPage: Section = async ({ seed, progress }) => {
	const workspace = new Workspace();
	const close = () => workspace.close();
	process.once("exit", close);
	const falcosidekick = await startFalcosidekick({ onAlert: () => undefined });
	try {
		progress(0, "building the Worker");
		const bundle = await buildWorker(workspace, "worker", defaultRules());
		const storage = workspace.folder("storage");
		const variables = {
			OKTA_ORG_URL: "https://acme.okta.com",
			OKTA_HOOK_SECRET: HOOK_SECRET,
			ADMIN_TOKEN,
			FALCOSIDEKICK_URL: falcosidekick.url,
			ALERTS_PER_SECOND: "1000",
		};
		const log = new WorkerLog([HOOK_SECRET, ADMIN_TOKEN]);
		const start = () => Workerd.start({ workspace, bundle, storage, variables, log });
		/** Changes what is stored, between two runs of the Worker. */
		const change = async (worker: Workerd, make: (stored: StoredObject, now: number) => void) => {
			await worker.kill();
			const stored = new StoredObject(storage);
			make(stored, Date.now());
			stored.close();
			return start();
		};
		const first = await start();
		await deliver(first, new Events(seed, 1));
		progress(0.2, `making ${HISTORY.events} events and ${HISTORY.alerts} alerts`);
		const worker = await change(first, makeHistory);
		progress(0.6, "asking for pages");
		const figures = await measurePages(worker);
		const behind = await change(worker, makeBacklog);
		progress(0.9, "asking while as many alerts wait");
		return [
			...figures,
			...(await measurePage(behind, "status", "the page while 50,000 more alerts wait")),
			...(await measurePage(behind, "admin/status", "how things stand while they do")),
		];
	} finally {
		close();
		process.off("exit", close);
		await falcosidekick.close();
	}
};

/** Delivers events, and waits until all alerts of them are delivered. */
async function deliver(worker: Workerd, events: Events): Promise<void> {
	const headers = { authorization: HOOK_SECRET, "content-type": "application/json" };
	const body = events.delivery(DELIVERED);
	const { status } = await fetch(new URL("okta/events", worker.url), { method: "POST", headers, body });
	if (status !== 204) throw new Error(`the events were not taken: ${status}`);
	while ((await alertsOf(worker, "state=pending,held&limit=1")).length > 0) await sleep(100);
}

interface Alert {
	readonly id: string;
	readonly actor: string;
}

async function alertsOf(worker: Workerd, query: string): Promise<readonly Alert[]> {
	const page = (await (await ask(worker, `admin/alerts?${query}`)).json()) as { alerts: Alert[] };
	return page.alerts;
}

async function measurePages(worker: Workerd): Promise<Figure[]> {
	const began = performance.now();
	await (await ask(worker, "status")).text();
	const start: Figure = {
		section: SECTION,
		name: "the page, first of all",
		value: performance.now() - began,
		unit: "ms",
	};
	const { id, actor } = (await alertsOf(worker, "state=delivered&limit=200")).at(-1) ?? { id: "", actor: "" };
	return [
		start,
		...(await measurePage(worker, "status", "the page")),
		...(await measurePage(worker, `status?actor=${encodeURIComponent(actor)}`, "the page with one actor's alerts")),
		...(await measurePage(worker, "status?actor=nobody", "the page with no alert to be found")),
		...(await measurePage(worker, `status/alerts/${encodeURIComponent(id)}`, "an alert's page")),
		...(await measurePage(worker, "admin/status", "how things stand (/admin/status)")),
	];
}

async function measurePage(worker: Workerd, path: string, name: string): Promise<Figure[]> {
	const times: number[] = [];
	const before = worker.processorTime();
	for (let time = 0; time < TIMES; time++) {
		const began = performance.now();
		const response = await ask(worker, path);
		await response.text();
		if (response.status !== 200) throw new Error(`${path} is answered ${response.status}`);
		times.push(performance.now() - began);
	}
	const after = worker.processorTime();
	const answered: Figure = { section: SECTION, name, value: percentile(times, 0.5), unit: "ms", most: MOST };
	if (before === undefined || after === undefined) return [answered];
	const value = (after - before) / TIMES;
	return [answered, { section: SECTION, name: "· of that, processor time", value, unit: "ms", most: MOST }];
}

function ask(worker: Workerd, path: string): Promise<Response> {
	return fetch(new URL(path, worker.url), { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
}
