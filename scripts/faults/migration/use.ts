import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Catcher } from "../catcher.ts";
import { some, unless } from "../check.ts";
import type { Deployment } from "../deployment.ts";
import { alertKey, attemptOf, keysOf, locked, makeUser } from "../test-event.ts";
import type { Snapshot } from "./snapshot.ts";

/** Whom the fixtures are about: the storage of each has three MFA failures of this user, a second apart. */
const VETERAN = makeUser("veteran");
const LAST_FAILURE = Date.parse("2026-11-20T10:00:12.000Z");
const FAILURES = 3;

const PATIENCE = 10_000;
const QUIET = 500;

const FIXTURE_ROWS = z.object({
	pending: z.array(z.object({ id: z.string() })),
	settled: z.array(z.object({ id: z.string(), state: z.enum(["delivered", "dead", "resolved", "suppressed"]) })),
	storm: z.array(z.object({ id: z.string() })),
	set_aside: z.array(z.object({ id: z.number(), kind: z.string(), text: z.string() })),
});

const EVENT = z.object({ uuid: z.string() });

/**
 * Goes on with an object as an earlier release left it: what waited leaves, what was seen is known, what was counted
 * counts, what was set aside can be replayed. Tells what does not.
 */
export async function useFaults(deployment: Deployment, falcosidekick: Catcher, before: Snapshot): Promise<string[]> {
	const rows = FIXTURE_ROWS.parse(before.rows);
	const settled = (state: string) => rows.settled.filter((row) => row.state === state).map(({ id }) => keyOf(id));
	const failed = rows.set_aside.filter(({ kind }) => kind === "failed");
	const attempt = attemptOf(VETERAN, "failure", LAST_FAILURE + 1_000);
	const [seen] = settled("delivered");
	const known = { ...locked(VETERAN, "known", Date.now()).event, uuid: seen?.split(" ")[0] };
	const replayed = [
		...rows.settled.filter(({ state }) => state === "dead").map(({ id }) => `alerts/${encodeURIComponent(id)}`),
		...failed.map(({ id }) => `rejected/${id}`),
	];
	const { delivered } = await deployment.org().deliver([attempt.event, known], new Date());
	const statuses: number[] = [];
	for (const path of replayed) statuses.push((await deployment.ask("POST", `${path}/replay`)).status);
	const awaited = [
		...[...rows.pending, ...rows.storm].map(({ id }) => keyOf(id)),
		...settled("dead"),
		...failed.map(({ text }) => alertKey(EVENT.parse(JSON.parse(text)).uuid, "Account locked")),
		...keysOf(attempt),
	];
	await falcosidekick.wait(awaited, PATIENCE);
	await sleep(QUIET);
	const [alert] = keysOf(attempt).flatMap((key) => falcosidekick.of(key));
	const counted = alert?.outputFields["okta.mfa.failure.countlast[300]"];
	const missing = falcosidekick.missing(awaited);
	const others = ["delivered", "resolved", "suppressed"]
		.flatMap(settled)
		.filter((key) => falcosidekick.of(key).length > 0);
	return [
		...unless(delivered, "a delivery is not taken"),
		...unless(
			statuses.every((status) => status === 200),
			`replaying is answered ${statuses}`,
		),
		...unless(missing.length === 0, `alerts did not arrive: ${some(missing)}`),
		...unless(others.length === 0, `alerts that were done with arrived: ${some(others)}`),
		...unless(falcosidekick.repeated(awaited).length === 0, "alerts arrived twice"),
		...unless(counted === FAILURES + 1, `the user has failed MFA ${FAILURES + 1} times, the alert says ${counted}`),
	];
}

/** An alert's id in the object → what tests tell it by. */
function keyOf(id: string): string {
	const [uuid = "", rule = ""] = id.split(":");
	return alertKey(uuid, rule);
}
