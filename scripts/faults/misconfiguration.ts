import { setTimeout as sleep } from "node:timers/promises";
import { WITNESSES } from "./bounds.ts";
import { Catcher } from "./catcher.ts";
import { type Check, some, unless } from "./check.ts";
import { Deployment } from "./deployment.ts";
import { hurry } from "./hurry.ts";
import { statusAtRest, statusOf } from "./status.ts";
import { keysOf, locked, makeUser } from "./test-event.ts";
import { startWrongDoor, type WrongAnswer } from "./wrong-door.ts";

/** What answers when the address, the path or the credentials are wrong. */
const WRONG_ANSWERS: readonly WrongAnswer[] = [
	{ status: 302, headers: { location: "https://login.example.com/" } },
	{ status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html><title>Sign in</title>" },
	{ status: 401 },
	{ status: 403 },
	{ status: 404 },
	{ status: 200, body: "pong\n" },
];

const EVENTS = 20;

/** How long it is left wrong, in milliseconds: some alerts are tried, and a second later one more. */
const WRONG_FOR = 4_000;
const ATTEMPTS_MAX = WITNESSES + 2;

const PATIENCE = 10_000;

/**
 * Something that is not Falcosidekick answers, or does not let the Worker in. Alerts are held and hardly tried, operators
 * and whoever watches are told; none counts as delivered, and all leave when it is mended.
 */
export const checkMisconfiguration: Check = async ({ workspace, bundle }) => {
	const wrong = await startWrongDoor(WRONG_ANSWERS);
	const deployment = new Deployment({
		workspace,
		name: "misconfiguration",
		bundle,
		falcosidekickUrl: wrong.url,
		alertsPerSecond: 1000,
	});
	await deployment.start();
	const events = Array.from({ length: EVENTS }, (_, index) => locked(makeUser("held"), `held ${index}`, Date.now()));
	const keys = events.flatMap(keysOf);
	try {
		const { delivered } = await deployment.org().deliver(
			events.map(({ event }) => event),
			new Date(),
		);
		await sleep(WRONG_FOR);
		const held = await statusOf(deployment);
		const health = await fetch(new URL("/healthz", deployment.url));
		await health.body?.cancel();
		await wrong.close();
		const falcosidekick = await Catcher.start(wrong.port);
		await hurry(deployment);
		await falcosidekick.wait(keys, PATIENCE);
		const mended = await statusAtRest(deployment, PATIENCE);
		await falcosidekick.close();
		const missing = falcosidekick.missing(keys);
		const repeated = falcosidekick.repeated(keys);
		return {
			figures: [
				`${held.alerts.held} alerts held, ${wrong.requests.length} attempts, ${falcosidekick.size} delivered when mended`,
			],
			faults: [
				...unless(delivered, "the delivery was not taken"),
				...unless(held.destination.state === "misconfigured", `the destination is ${held.destination.state}`),
				...unless(held.alerts.held === EVENTS, `${held.alerts.held} alerts are held, not ${EVENTS}`),
				...unless(held.troubles.length > 0, "the status tells of no trouble"),
				...unless(health.status === 503, `/healthz says ${health.status}, not 503`),
				...unless(
					wrong.requests.length <= ATTEMPTS_MAX,
					`what is not Falcosidekick was tried ${wrong.requests.length} times`,
				),
				...unless(missing.length === 0, `alerts did not arrive: ${some(missing)}`),
				...unless(repeated.length === 0, `alerts arrived twice: ${some(repeated)}`),
				...unless(mended.troubles.length === 0, `trouble when it was mended: ${mended.troubles.join("; ")}`),
			],
		};
	} finally {
		await deployment.kill();
	}
};
