import { checkBacklog } from "./backlog/backlog.ts";
import { checkChaos } from "./chaos/chaos.ts";
import type { Check } from "./check.ts";
import { checkMending } from "./mending.ts";
import { checkMigration } from "./migration/migration.ts";
import { checkMisconfiguration } from "./misconfiguration.ts";
import { checkSingleKills } from "./single-kills.ts";
import { checkUnreachable } from "./unreachable.ts";

/** The checks in the order in which they are made, and what each promises. */
export const CHECKS = {
	misconfiguration: {
		promise: "what is not Falcosidekick gets no alert for good; all leave when it is mended",
		check: checkMisconfiguration,
	},
	unreachable: { promise: "while the org's object cannot be had, Okta is told in time", check: checkUnreachable },
	mending: {
		promise: "events that cannot be evaluated are kept, and evaluated once that is mended",
		check: checkMending,
	},
	migration: { promise: "an object of every earlier release is brought up to date and used on", check: checkMigration },
	"single-kills": {
		promise: "a kill makes one alert come twice at most: the one that is just being sent",
		check: checkSingleKills,
	},
	backlog: { promise: "50,000 alerts leave at the pace that is set, critical ones first", check: checkBacklog },
	chaos: { promise: "no alert is lost, whatever breaks and whenever workerd is killed", check: checkChaos },
} as const satisfies Readonly<Record<string, { promise: string; check: Check }>>;

export type CheckName = keyof typeof CHECKS;

export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];
