import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { buildWorker } from "../workerd/bundle.ts";
import { countAt, makeAttempts, WINDOWS } from "./attempts.ts";
import { Catcher } from "./catcher.ts";
import { type Check, type Findings, some, unless } from "./check.ts";
import { Deployment } from "./deployment.ts";
import { Random } from "./random.ts";
import { loadRules, withBrokenRule } from "./rules.ts";
import { attemptOf, keysOf, locked, makeUser, passwordReset, type TestEvent } from "./test-event.ts";

const EACH = 30;
const PATIENCE = 20_000;

/** How long to see that nothing more comes, in milliseconds. */
const QUIET = 500;

const REJECTED = z.object({ events: z.array(z.object({ id: z.number(), kind: z.string(), reason: z.string() })) });

/**
 * Two rules cannot be evaluated. Their events are kept, the others go on; when the rules are mended, an operator has the
 * kept ones evaluated, and each alerts once and is counted once.
 */
export const checkMending: Check = async ({ workspace, bundle, seed }) => {
	const broken = await buildWorker(workspace, "broken", brokenRules());
	const falcosidekick = await Catcher.start();
	const deployment = new Deployment({
		workspace,
		name: "mending",
		bundle: broken,
		falcosidekickUrl: falcosidekick.url,
		alertsPerSecond: 1000,
	});
	await deployment.start();
	try {
		const cast = { deployment, falcosidekick, ...makeEvents(new Random(seed, "mending")) };
		const breaking = await breakDown(cast);
		await deployment.kill();
		await deployment.start({ bundle });
		const mending = await mend(cast);
		return {
			figures: [...breaking.figures, ...mending.figures],
			faults: [...breaking.faults, ...mending.faults],
		};
	} finally {
		await deployment.kill();
		await falcosidekick.close();
	}
};

function brokenRules(): RuleSet {
	const broken = withBrokenRule(loadRules(), "Account locked", ["user.account.lock"]);
	return withBrokenRule(broken, "MFA failed", ["user.authentication.auth_via_mfa"]);
}

const USER = makeUser("mending");

function makeEvents(random: Random) {
	const end = Date.now();
	const attempts = makeAttempts("failure", EACH, end, random);
	const some = (make: typeof locked) =>
		Array.from({ length: EACH }, (_, index) => make(USER, `mending ${index}`, end - index));
	return {
		end,
		attempts,
		failing: [...some(locked), ...attempts.times.map((time) => attemptOf(USER, "failure", time))],
		sound: some(passwordReset),
	};
}

type Cast = ReturnType<typeof makeEvents> & { readonly deployment: Deployment; readonly falcosidekick: Catcher };

async function breakDown({ deployment, falcosidekick, failing, sound }: Cast): Promise<Findings> {
	const faults: string[] = [];
	// Each twice: what failed was seen all the same, and is kept once.
	for (const event of [...pairs(sound, failing), ...pairs(sound, failing)]) {
		const { delivered, answer } = await deployment.org().deliver(event, new Date());
		faults.push(...unless(delivered, `a delivery with an event that cannot be evaluated was not taken: ${answer}`));
	}
	await falcosidekick.wait(sound.flatMap(keysOf), PATIENCE);
	const missing = falcosidekick.missing(sound.flatMap(keysOf));
	const kept = await keptEvents(deployment);
	const again = await deployment.ask("POST", `rejected/${kept[0]?.id}/replay`);
	return {
		figures: [`${kept.length} events kept that could not be evaluated`],
		faults: [
			...faults,
			...unless(missing.length === 0, `alerts of other events did not arrive: ${some(missing)}`),
			...unless(kept.length === failing.length, `${kept.length} events were kept, not ${failing.length}`),
			...unless(
				kept.every(({ kind, reason }) => kind === "failed" && reason !== ""),
				"a kept event has no reason",
			),
			...unless(again.status === 409, `replaying one before its rule is mended is answered ${again.status}, not 409`),
			...unless((await keptEvents(deployment)).length === kept.length, "replaying one too early loses it"),
		],
	};
}

async function mend({ deployment, falcosidekick, failing, sound, attempts, end }: Cast): Promise<Findings> {
	const statuses: number[] = [];
	for (const { id } of await keptEvents(deployment)) {
		statuses.push((await deployment.ask("POST", `rejected/${id}/replay`)).status);
		// A second time there is nothing left to replay.
		statuses.push((await deployment.ask("POST", `rejected/${id}/replay`)).status - 204);
	}
	const org = deployment.org();
	await org.deliver(
		failing.map(({ event }) => event),
		new Date(),
	);
	const probe = attemptOf(USER, "failure", end);
	await org.deliver([probe.event], new Date());
	const keys = [...failing, ...sound, probe].flatMap(keysOf);
	await falcosidekick.wait(keys, PATIENCE);
	await sleep(QUIET);
	const [told] = keysOf(probe).flatMap((key) => falcosidekick.of(key));
	const missing = falcosidekick.missing(keys);
	const repeated = falcosidekick.repeated(keys);
	const wrong = WINDOWS.filter(
		(seconds) => told?.outputFields[`okta.mfa.failure.countlast[${seconds}]`] !== countAt(attempts, end, seconds),
	);
	return {
		figures: [`${falcosidekick.size} alerts after it was mended`],
		faults: [
			...unless(
				statuses.every((status) => status === 200),
				"replaying is not answered 200 first and 404 then",
			),
			...unless(missing.length === 0, `alerts did not arrive: ${some(missing)}`),
			...unless(repeated.length === 0, `alerts arrived twice: ${some(repeated)}`),
			...unless(wrong.length === 0, `the attempts of the last ${wrong.join(" and ")} s are not counted exactly`),
			...unless((await keptEvents(deployment)).length === 0, "events are still kept after they were replayed"),
		],
	};
}

async function keptEvents(deployment: Deployment) {
	return REJECTED.parse((await deployment.ask("GET", "rejected?limit=200")).body).events;
}

function pairs(some: readonly TestEvent[], others: readonly TestEvent[]): object[][] {
	return others.map(({ event }, index) => [event, ...some.slice(index, index + 1).map((other) => other.event)]);
}
