import { inject } from "vitest";
import { ORG_URL } from "../../scripts/demo/cast.ts";
import type { Step } from "../../scripts/demo/day.ts";
import { oktaOrg } from "../../scripts/demo/okta-org.ts";
import { HOOK_ID, play } from "../../scripts/demo/play.ts";
import { startWorker } from "../../scripts/demo/worker.ts";
import { readWorkerLog } from "../../scripts/demo/worker-log.ts";
import { type Gate, startGate } from "../e2e/private/gate.ts";
import { type RunningFalcosidekick, startFalcosidekick } from "./falcosidekick.ts";
import { type Slack, startSlack } from "./slack.ts";

const SECRET = "real-hook-secret-of-forty-characters-or-so";

/** The whole way of an alert: an Okta org, the Worker in workerd, Falcosidekick itself and a webhook like Slack's. */
export interface System {
	readonly slack: Slack;
	/** What passed from the Worker to Falcosidekick. */
	readonly way: Gate;
	/** Has Okta deliver the steps, one after the other. */
	readonly play: (steps: readonly Step[]) => Promise<void>;
	/** How many alerts Falcosidekick has taken, by the Worker's log. */
	readonly delivered: () => number;
	/** What the Worker warned of. */
	readonly complaints: () => readonly string[];
	readonly stopFalcosidekick: () => Promise<void>;
	/** At the same address. */
	readonly startFalcosidekick: () => Promise<void>;
	readonly close: () => Promise<void>;
}

/** Starts all of it, the Worker with these settings beside what it needs. What is running when something fails is ended. */
export async function startSystem(settings: Readonly<Record<string, string>> = {}): Promise<System> {
	const running: (() => Promise<void>)[] = [];
	const close = async () => {
		for (const end of running.splice(0).reverse()) await end();
	};
	try {
		return { ...(await start(settings, running)), close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function start(settings: Readonly<Record<string, string>>, running: (() => Promise<void>)[]) {
	const program = inject("falcosidekick");
	if (program === undefined) throw new Error("there is no Falcosidekick");
	const slack = await startSlack();
	running.push(slack.close);
	let falcosidekick: RunningFalcosidekick = await startFalcosidekick({ program, slack: slack.url });
	running.push(() => falcosidekick.stop());
	const port = Number(new URL(falcosidekick.url).port);
	const way = await startGate({ to: falcosidekick.url });
	running.push(way.close);
	const worker = await startWorker({
		OKTA_ORG_URL: ORG_URL,
		OKTA_HOOK_SECRET: SECRET,
		FALCOSIDEKICK_URL: way.url,
		ALERTS_PER_SECOND: "1000",
		...settings,
	});
	running.push(worker.close);
	const hook = { id: HOOK_ID, url: new URL("/okta/events", worker.url), header: "Authorization", secret: SECRET };
	const org = oktaOrg(ORG_URL, hook);
	return {
		slack,
		way,
		play: async (steps: readonly Step[]) => {
			for await (const { deliveries } of play(steps, org, Date.now)) {
				for (const { delivered, answer } of deliveries) {
					if (!delivered) throw new Error(`the Worker did not take a delivery: ${answer}`);
				}
			}
		},
		delivered: () => readWorkerLog(worker.log()).delivered.length,
		complaints: () => readWorkerLog(worker.log()).complaints,
		stopFalcosidekick: () => falcosidekick.stop(),
		startFalcosidekick: async () => {
			falcosidekick = await startFalcosidekick({ program, slack: slack.url, port });
		},
	};
}
