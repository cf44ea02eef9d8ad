import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { listen } from "../listen.ts";
import { ON_THE_WIRE } from "./bounds.ts";
import { type Check, some, unless } from "./check.ts";
import { Deployment } from "./deployment.ts";
import { Random } from "./random.ts";
import { statusAtRest } from "./status.ts";
import { locked, makeUser, type TestEvent } from "./test-event.ts";

/** How long Falcosidekick takes to answer once it has an alert, in milliseconds. */
const ANSWER = 60;

/** When workerd is killed, in milliseconds from when Okta delivers: as often early, when nothing may be stored yet. */
const EARLY = 12;
const LATE = 120;

const PATIENCE = 10_000;

/**
 * One alert is on its way at a time, and workerd is killed before, while or after it is sent. It arrives, and a second time
 * only if Falcosidekick had it when workerd was killed: so no kill makes more than one come twice.
 */
export const checkSingleKills: Check = async ({ workspace, bundle, seed, kills, progress }) => {
	const random = new Random(seed, "single kills");
	const falcosidekick = await startSlowFalcosidekick();
	const deployment = new Deployment({
		workspace,
		name: "single-kills",
		bundle,
		falcosidekickUrl: falcosidekick.url,
		alertsPerSecond: 1000,
	});
	await deployment.start();
	const user = makeUser("single kills");
	const rounds: Round[] = [];
	try {
		for (let count = 0; count < kills; count++) {
			progress(count / kills, `${count} kills`);
			const event = locked(user, `kill ${count}`, Date.now());
			const killedAt = await killMeanwhile(deployment, event, random.between(0, random.pick([EARLY, LATE])));
			await deliver(deployment, event);
			for (const end = Date.now() + PATIENCE; Date.now() < end && !falcosidekick.taken.has(event.id); ) await sleep(5);
			await statusAtRest(deployment, PATIENCE);
			rounds.push({ id: event.id, killedAt, taken: falcosidekick.taken.get(event.id) ?? [] });
		}
		return judge(rounds);
	} finally {
		await deployment.kill();
		await falcosidekick.close();
	}
};

/** One alert, when workerd was killed, and when Falcosidekick took it: milliseconds. */
export interface Round {
	readonly id: string;
	readonly killedAt: number;
	readonly taken: readonly number[];
}

/** Delivers an event, kills workerd so many milliseconds after that began, and starts it again. */
async function killMeanwhile(deployment: Deployment, event: TestEvent, milliseconds: number): Promise<number> {
	const delivering = deployment.org().deliver([event.event], new Date());
	await sleep(milliseconds);
	const killedAt = Date.now();
	await deployment.kill();
	await delivering;
	await deployment.start();
	return killedAt;
}

/** Delivers an event until it is taken. */
async function deliver(deployment: Deployment, { event }: TestEvent): Promise<void> {
	for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(20)) {
		if ((await deployment.org().deliver([event], new Date())).delivered) return;
	}
}

/** What came of it: figures, and what was not as promised. */
export function judge(rounds: readonly Round[]) {
	const ids = (wrong: (round: Round) => boolean) => rounds.filter(wrong).map(({ id }) => id);
	const lost = ids(({ taken }) => taken.length === 0);
	const often = ids(({ taken }) => taken.length > 2);
	const needless = ids(
		({ taken: [first = 0, second], killedAt }) => second !== undefined && first > killedAt + ON_THE_WIRE,
	);
	const before = ids(({ taken: [first = 0], killedAt }) => first > killedAt).length;
	const twice = ids(({ taken }) => taken.length === 2).length;
	return {
		figures: [
			`${rounds.length} kills, ${before} before the alert was taken and ${rounds.length - before} after`,
			`${twice} alerts twice`,
		],
		faults: [
			...unless(lost.length === 0, `alerts did not arrive: ${some(lost)}`),
			...unless(often.length === 0, `alerts arrived more often than twice: ${some(often)}`),
			...unless(needless.length === 0, `alerts arrived twice that were first sent after the kill: ${some(needless)}`),
		],
	};
}

const ALERT = z.object({ output_fields: z.object({ "okta.uuid": z.string() }) });

/** Takes alerts as Falcosidekick does, and is slow to say so. */
async function startSlowFalcosidekick() {
	const taken = new Map<string, number[]>();
	const server = createServer(async (request, response) => {
		const id = ALERT.parse(JSON.parse(await text(request))).output_fields["okta.uuid"];
		taken.set(id, [...(taken.get(id) ?? []), Date.now()]);
		await sleep(ANSWER);
		response.writeHead(200, { "content-length": 0 }).end();
	});
	const { port, close } = await listen(server);
	return { url: `http://127.0.0.1:${port}/`, taken, close };
}
