import { checkBacklog } from "./backlog/backlog.ts";
import { checkChaos } from "./chaos/chaos.ts";
import type { Check } from "./check.ts";
import { checkMending } from "./mending.ts";
import { checkMigration } from "./migration/migration.ts";
import { checkMisconfiguration } from "./misconfiguration.ts";
import { checkSingleKills } from "./single-kills.ts";
import { checkStorms } from "./storms/storms.ts";
import { checkSweep } from "./sweep/sweep.ts";
import { checkUnreachable } from "./unreachable.ts";

interface Entry {
	readonly promise: string;
	readonly check: Check;
	/** Whether it leaves the machine to itself most of the time, so that others like it may be made meanwhile. */
	readonly waits?: true;
}

/** The checks in the order in which they are made, and what each promises. */
export const CHECKS = {
	misconfiguration: {
		promise: "what is not Falcosidekick gets no alert for good; all leave when it is mended",
		check: checkMisconfiguration,
		waits: true,
	},
	unreachable: {
		promise: "while the org's object cannot be had, Okta is told in time",
		check: checkUnreachable,
		waits: true,
	},
	mending: {
		promise: "events that cannot be evaluated are kept, and evaluated once that is mended",
		check: checkMending,
		waits: true,
	},
	migration: {
		promise: "an object of every earlier release is brought up to date and used on",
		check: checkMigration,
		waits: true,
	},
	storms: {
		promise: "what is too much is folded, counted exactly and told, whenever workerd is killed",
		check: checkStorms,
		waits: true,
	},
	sweep: {
		promise: "what no hook brings is found in the System Log once, whenever workerd is killed",
		check: checkSweep,
		waits: true,
	},
	"single-kills": {
		promise: "a kill makes one alert come twice at most: the one that is just being sent",
		check: checkSingleKills,
	},
	backlog: { promise: "50,000 alerts leave at the pace that is set, critical ones first", check: checkBacklog },
	chaos: { promise: "no alert is lost, whatever breaks and whenever workerd is killed", check: checkChaos },
} as const satisfies Readonly<Record<string, Entry>>;

export type CheckName = keyof typeof CHECKS;

export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];

/** Those of some checks that are made at the same time, one lot after the other. */
export function inLots(names: readonly CheckName[]): CheckName[][] {
	const waits = (name: CheckName) => "waits" in CHECKS[name];
	const waiting = names.filter(waits);
	const others = names.filter((name) => !waits(name)).map((name) => [name]);
	return waiting.length === 0 ? others : [waiting, ...others];
}
