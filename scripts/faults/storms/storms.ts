import { setTimeout as sleep } from "node:timers/promises";
import { buildWorker } from "../../workerd/bundle.ts";
import { Catcher } from "../catcher.ts";
import { atRandomMoments } from "../chaos/moments.ts";
import { UnreliableOkta } from "../chaos/okta.ts";
import type { Check } from "../check.ts";
import { Deployment } from "../deployment.ts";
import { Random } from "../random.ts";
import { loadRules } from "../rules.ts";
import { statusAtRest } from "../status.ts";
import { factorsReset, locked, makeUser, passwordReset, type TestEvent } from "../test-event.ts";
import { judge, type SettledRow } from "./judge.ts";

/** As `storm_control` in rules/falco.yaml: a few alerts of a rule leave within so many seconds. */
const STORM = { alerts: 5, seconds: 2 };

const KILLS = 6;

/** Events of each kind. */
const EACH = 300;

const PACE = 100;

/** How long Okta rests between deliveries, in milliseconds: so that several storms come and go. */
const REST = 500;

const PATIENCE = 30_000;

/**
 * Far more happens than is let through, and workerd is killed meanwhile. Each alert leaves by itself or is folded, and one
 * that leaves in their place counts all that were folded; those that are critical leave, whatever their number.
 */
export const checkStorms: Check = async ({ workspace, seed }) => {
	const bundle = await buildWorker(workspace, "storm-control", { ...loadRules(), storm: STORM });
	const falcosidekick = await Catcher.start();
	const falcosidekickUrl = falcosidekick.url;
	const deployment = new Deployment({ workspace, name: "storms", bundle, falcosidekickUrl, alertsPerSecond: PACE });
	await deployment.start();
	try {
		const events = makeEvents(new Random(seed, "storms, events"));
		const okta = new UnreliableOkta(deployment.org(), new Random(seed, "storms, okta"), REST);
		const end = Date.now() + PATIENCE;
		const isOver = () => Date.now() > end;
		const progress = () => okta.taken / events.length;
		const kill = async () => {
			await deployment.kill();
			await deployment.start();
		};
		await Promise.all([
			okta.deliver(events, isOver),
			atRandomMoments({ count: KILLS, random: new Random(seed, "storms, kills"), progress, isOver }, kill),
		]);
		await sleep(STORM.seconds * 1_000);
		await statusAtRest(deployment, PATIENCE);
		const stored = await deployment.open();
		const settled = stored.rows<SettledRow>("SELECT state, id, level, json FROM settled");
		const waiting = stored.number("SELECT count(*) FROM pending") + stored.number("SELECT sum(folded) FROM storm");
		stored.close();
		return judge({ events, settled, waiting, arrived: (key) => falcosidekick.of(key), kills: KILLS });
	} finally {
		await deployment.kill();
		await falcosidekick.close();
	}
};

function makeEvents(random: Random): TestEvent[] {
	const now = Date.now();
	const kinds = [locked, passwordReset, factorsReset];
	return random.shuffle(
		kinds.flatMap((make) =>
			Array.from({ length: EACH }, (_, index) => make(makeUser("storm"), `storm ${index}`, now - index)),
		),
	);
}
