import { z } from "zod";
import type { StoredObject } from "../../workerd/stored-object.ts";
import { AT_A_TIME_MAX } from "../bounds.ts";
import { type Findings, figure, some, unless } from "../check.ts";
import type { Cast } from "./cast.ts";
import { explainRepeats } from "./ledger.ts";

/** What the Worker only says when it did not expect something. */
const CONFESSIONS = ["an alarm failed", "a request failed", "an event could not be evaluated"];

/** Holds what came of it all against what should have. */
export async function judge(cast: Cast): Promise<Findings> {
	const { ledger, okta, falcosidekick, counts, traffic, probes, end } = cast;
	const { isRunning } = cast.deployment.workerd;
	const stored = await cast.deployment.open();
	const ledgerFaults = storedFaults(stored, cast);
	stored.close();
	const { faults, figures } = judgeRepeats(cast);
	return {
		figures: [...trafficFigures(cast), ...figures],
		faults: [
			...unless(isRunning, `workerd has ended by itself: ${cast.deployment.log.last.join(" / ")}`),
			...unless(okta.refusals.length === 0, `deliveries were refused: ${some(okta.refusals)}`),
			...unless(ledger.missing.length === 0, `alerts did not arrive: ${some(ledger.missing)}`),
			...unless(ledger.unexpected.length === 0, `alerts arrived that should not: ${some(ledger.unexpected)}`),
			...unless(falcosidekick.refusals.length === 0, `Falcosidekick refused: ${some(falcosidekick.refusals)}`),
			...faults,
			...counts.faults(traffic.counted, probes, end),
			...ledgerFaults,
			...logFaults(cast),
		],
	};
}

function judgeRepeats({ ledger, kills, setting }: Cast): Findings {
	const { byKill, unexplained } = explainRepeats(ledger.repeated, kills);
	const repeats = ledger.repeated.length;
	const most = Math.max(0, ...byKill);
	return {
		figures: [`${kills.length} kills`, `${repeats} alerts twice (at most ${most} for one kill)`],
		faults: [
			...unless(kills.length === setting.kills, `workerd was killed ${kills.length} times, not ${setting.kills}`),
			...unless(unexplained.length === 0, `alerts arrived twice although nothing was killed: ${some(unexplained)}`),
			...unless(repeats <= kills.length, `${kills.length} kills made ${repeats} alerts arrive twice`),
			...unless(most <= AT_A_TIME_MAX, `one kill made ${most} alerts arrive twice, more than are sent at a time`),
		],
	};
}

function trafficFigures({ traffic, probes, okta, ledger, weather }: Cast): string[] {
	const { deliveries, redelivered, lost } = okta.counts;
	const misfortunes = [...weather.counts.values()].reduce((sum, count) => sum + count, 0);
	return [
		`${figure(traffic.events.length + probes.length)} events in ${figure(deliveries)} deliveries`,
		`${figure(redelivered)} repeated, ${figure(lost)} lost`,
		`${figure(ledger.expected)} alerts through ${figure(misfortunes)} misfortunes of ${weather.counts.size} kinds`,
		`${figure(ledger.poisonous)} refused`,
	];
}

const TALLY = z.object({ events: z.number(), duplicates: z.number(), failed: z.number(), alerts: z.number() });

/** What the object itself has written down. */
function storedFaults(stored: StoredObject, { traffic, okta, ledger }: Cast): string[] {
	const damaged = traffic.events.filter(({ fate }) => fate === "damaged").map(({ id }) => id);
	const tally = TALLY.parse(stored.value("tally"));
	const count = (rows: string) => stored.number(`SELECT count(*) FROM ${rows}`);
	const figures: readonly (readonly [what: string, found: number, expected: number])[] = [
		["events evaluated", tally.events, okta.taken - damaged.length],
		["events failed", tally.failed, 0],
		["alerts made", tally.alerts, ledger.expected + ledger.poisonous],
		["alerts pending", count("pending"), 0],
		["alerts delivered", count("settled WHERE state = 'delivered'"), ledger.expected],
		["dead letters", count("settled WHERE state = 'dead' AND reason LIKE '400%'"), ledger.poisonous],
	];
	const kept = rejectedIn(stored);
	const forgotten = damaged.filter((id) => !kept.has(`damaged ${id}`));
	return [
		...figures
			.filter(([, found, expected]) => found !== expected)
			.map(([what, found, expected]) => `the object has ${found} ${what}, not ${expected}`),
		...unless(tally.duplicates > 0, "no event came twice, which was to be tried"),
		...unless(forgotten.length === 0, `damaged events were not kept: ${some(forgotten)}`),
	];
}

/** Messages of the events that were kept as rejected. */
function rejectedIn(stored: StoredObject): ReadonlySet<string> {
	const rows = stored.rows<{ text: string }>("SELECT text FROM set_aside WHERE kind = 'rejected'");
	return new Set(rows.map(({ text }) => DISPLAY_MESSAGE.parse(JSON.parse(text)).displayMessage));
}

const DISPLAY_MESSAGE = z.object({ displayMessage: z.string() });

function logFaults({ deployment: { log } }: Cast): string[] {
	return [
		...unless(log.leaks === 0, `${log.leaks} lines of the log hold a secret`),
		...CONFESSIONS.filter((message) => log.count(message) > 0).map(
			(message) => `the Worker wrote "${message}" ${log.count(message)} times`,
		),
	];
}
