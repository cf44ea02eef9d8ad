import type { Fault } from "../falcosidekick/destination.ts";
import type { Feed } from "../org/silence.ts";
import type { Standing } from "../org/standing.ts";
import { byUrgency, type Trouble } from "../status/trouble.ts";
import { counted, duration } from "../status/words.ts";

/** What tells how the Worker is. */
export interface Circumstances {
	readonly standing: Standing;
	/** What is wrong with its settings. */
	readonly faults: readonly Fault[];
	/** How many rules are on; undefined where nobody asks. */
	readonly rules: number | undefined;
	/** When this release was deployed, in milliseconds; undefined where that is not known. */
	readonly deployed: number | undefined;
	/** In milliseconds. */
	readonly now: number;
}

/** Everything that somebody has to see to, the most urgent first; nothing when all is well. */
export function troublesOf(circumstances: Circumstances): Trouble[] {
	return byUrgency(FINDERS.flatMap((find) => find(circumstances)));
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** An alert that waits longer than this, in milliseconds, waits for somebody to do something. */
const WAIT_MAX = 10 * MINUTE;

/** A sweep that fails for longer than this, in milliseconds, or is behind by as much, waits for somebody too. */
const SWEEP_LATE = 30 * MINUTE;

/** Rules, and what attackers do, are others after so long, in milliseconds. */
const RULES_OLD = 90 * DAY;

/** When all deliveries were refused for so long, in milliseconds, it is nobody's mistyped trial. */
const REFUSED_LONG = 10 * MINUTE;

const FINDERS: readonly ((circumstances: Circumstances) => readonly Trouble[])[] = [
	wrongSettings,
	noRules,
	refusedDeliveries,
	heldAlerts,
	waitingAlerts,
	lateSweep,
	silentFeeds,
	nothingYet,
	deadAlerts,
	failedEvents,
	oldRules,
];

function wrongSettings({ faults }: Circumstances): Trouble[] {
	return faults.map(({ name, fault }) => ({
		state: "misconfigured",
		isUrgent: true,
		title: "A setting is wrong",
		reason: `${name} ${fault}`,
		remedy:
			"Mend it in wrangler.toml or with `npx wrangler secret put`, and deploy. `npm run doctor` looks at all settings.",
	}));
}

function noRules({ rules }: Circumstances): Trouble[] {
	if (rules !== 0) return [];
	return [
		{
			state: "misconfigured",
			isUrgent: false,
			title: "No rule is on",
			reason: "Whatever happens, there is no alert.",
			remedy: "Turn rules on in rules/falco.yaml, and `npm run deploy`. `npm run rules -- list` shows which there are.",
		},
	];
}

/** Somebody without the secret can have this said, but not have it said to be urgent while Okta delivers. */
function refusedDeliveries({ standing: { refused, okta } }: Circumstances): Trouble[] {
	if (refused === null) return [];
	const { since, last, status, reason } = refused;
	const isOnly = okta.lastDelivery < since;
	return [
		{
			state: "misconfigured",
			isUrgent: isOnly && last - since >= REFUSED_LONG,
			title: "Deliveries are refused",
			reason: `since ${isoOf(since)}, the last one at ${isoOf(last)}, with ${status}: ${reason}`,
			remedy: `${status === 401 ? LOOK_AT_SECRET : "If they are Okta's, mend what the reason names."} Okta does not send them again: \`npm run hook -- audit\` names the events that are missing, and a sweep brings them.`,
		},
	];
}

/** Nobody can tell whether it is Okta with an old secret, or a stranger without one. */
const LOOK_AT_SECRET =
	"If they are Okta's, it sends another secret than the Worker has: `npm run hook -- rotate` sets both. If not, somebody knocks who has none, and nobody has to do anything.";

function heldAlerts({ standing: { alerts, destination, oldestReason } }: Circumstances): Trouble[] {
	if (alerts.held === 0) return [];
	return [
		{
			state: "misconfigured",
			isUrgent: true,
			title: "Falcosidekick is misconfigured",
			reason: `${counted(alerts.held, "alert is", "alerts are")} held: ${destination.reason || oldestReason}`,
			remedy:
				"Look at `FALCOSIDEKICK_URL`, `FALCOSIDEKICK_HEADERS` and what stands before Falcosidekick. Nothing is lost: the alerts leave within a minute of its being mended.",
		},
	];
}

function waitingAlerts({ standing, now }: Circumstances): Trouble[] {
	const { alerts, oldestPending, destination } = standing;
	if (alerts.pending === 0 || oldestPending === null) return [];
	const waited = now - oldestPending;
	const isLong = waited > WAIT_MAX;
	if (!isLong && destination.state === "up") return [];
	const reason = destination.reason || standing.oldestReason;
	const count = counted(alerts.pending, "alert waits", "alerts wait");
	return [
		{
			state: "waiting",
			isUrgent: isLong,
			title: alerts.pending === 1 ? "An alert is waiting" : "Alerts are waiting",
			reason: `${count}, one for ${waitOf(waited)}${reason && `: ${reason}`}`,
			remedy:
				destination.state === "up"
					? "Falcosidekick takes others. See what it says of these below; `ALERTS_PER_SECOND` sets how fast alerts leave."
					: "See that Falcosidekick runs and can be reached. Nothing is lost: the alerts leave by themselves when it answers.",
		},
	];
}

/** `11 minutes` */
function waitOf(milliseconds: number): string {
	return milliseconds < MINUTE ? duration(milliseconds) : counted(Math.floor(milliseconds / MINUTE), "minute");
}

/** Only Okta can tell: no command here asks it with what the deployed Worker has. */
const LOOK_AT_ACCESS =
	"See that Okta can be reached and takes what the Worker shows: the token of `OKTA_API_TOKEN` (in Okta: Security → API → Tokens), or the service app of `OKTA_CLIENT_ID` (Applications), with its key and its role.";

function lateSweep({ standing: { sweep }, now }: Circumstances): Trouble[] {
	if (sweep === null) return [];
	const { failingSince, error, isBehind, sweptTo } = sweep;
	const trouble = { state: "silent", isUrgent: true } as const;
	if (failingSince > 0 && now - failingSince > SWEEP_LATE) {
		return [
			{
				...trouble,
				title: "The System Log cannot be read",
				reason: `the System Log cannot be read since ${isoOf(failingSince)}: ${error}`,
				remedy: `${LOOK_AT_ACCESS} What is missed meanwhile is read when it works again.`,
			},
		];
	}
	if (!isBehind || now - sweptTo <= SWEEP_LATE) return [];
	return [
		{
			...trouble,
			title: "The System Log is read too slowly",
			reason: `the System Log is read up to ${isoOf(sweptTo)} only`,
			remedy:
				"It catches up by itself, by up to 480,000 events an hour. `crons` in wrangler.toml can have it run more often.",
		},
	];
}

const REMEDIES_OF_SILENCE: Record<Feed, string> = {
	"Event Hooks":
		"In Okta, under Workflow → Event Hooks: is the hook active and verified? `npm run hook -- status` holds it against what the rules need; `npm run hook -- verify` has Okta verify it.",
	"System Log": LOOK_AT_ACCESS,
};

function silentFeeds({ standing: { silences } }: Circumstances): Trouble[] {
	return silences.map(({ feed, since, reason }) => ({
		state: "silent",
		isUrgent: true,
		title: feed === "Event Hooks" ? "Okta has fallen silent" : "The System Log is silent",
		reason: `${feed}: silent since ${isoOf(since)}: ${reason}`,
		remedy: REMEDIES_OF_SILENCE[feed],
	}));
}

function nothingYet({ standing: { okta, sweep } }: Circumstances): Trouble[] {
	if (okta.lastDelivery > 0 || (sweep !== null && sweep.read > 0)) return [];
	return [
		{
			state: "unused",
			isUrgent: false,
			title: "Nothing has come from Okta yet",
			reason: "No event hook has delivered, and no System Log was read.",
			remedy:
				"`npm run hook -- register` has Okta push what the rules need. The first event shows up here within seconds.",
		},
	];
}

function deadAlerts({ standing: { alerts } }: Circumstances): Trouble[] {
	if (alerts.dead === 0) return [];
	return [
		{
			state: "unsettled",
			isUrgent: false,
			title: alerts.dead === 1 ? "An alert is dead" : "Alerts are dead",
			reason: `Falcosidekick refused ${counted(alerts.dead, "alert")} for good.`,
			remedy: "Read the reason under “To see to”, then replay the alert or resolve it.",
		},
	];
}

function failedEvents({ standing: { setAside } }: Circumstances): Trouble[] {
	if (setAside.failed === 0) return [];
	return [
		{
			state: "unsettled",
			isUrgent: false,
			title: setAside.failed === 1 ? "An event could not be evaluated" : "Events could not be evaluated",
			reason: `${counted(setAside.failed, "event was", "events were")} set aside without an alert decided: a bug.`,
			remedy: "Upgrade and deploy: they are evaluated again by themselves. Under “To see to” is what to report.",
		},
	];
}

function oldRules({ deployed, now }: Circumstances): Trouble[] {
	if (deployed === undefined || now - deployed <= RULES_OLD) return [];
	return [
		{
			state: "outdated",
			isUrgent: false,
			title: "The rules are out of date",
			reason: `This release was deployed ${counted(Math.floor((now - deployed) / DAY), "day")} ago.`,
			remedy: "`git pull && npm ci && npm run deploy` brings new rules, and Okta’s new event types.",
		},
	];
}

function isoOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
