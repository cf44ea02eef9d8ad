import type { DestinationState } from "./destination-state.ts";
import type { Waiting } from "./ledger.ts";
import type { Silence } from "./silence.ts";
import type { SweepStanding } from "./sweep-state.ts";
import { readTally, type Tally } from "./tally.ts";

/** How an org's object stands: what operators look at. Times are milliseconds since the Unix epoch. */
export interface Standing {
	/** How many alerts are in each state. Pending ones are held while Falcosidekick is misconfigured. */
	readonly alerts: Readonly<Record<"pending" | "held" | "dead", number>> & { readonly deliveredLastDay: number };
	/** When the alert that waits longest was stored; null when none waits. */
	readonly oldestPending: number | null;
	/** Why that one was not delivered yet; empty when it was not tried. */
	readonly oldestReason: string;
	/** Events kept without an alert decided. */
	readonly setAside: Readonly<Record<"rejected" | "failed", number>>;
	readonly destination: DestinationState;
	readonly okta: Tally;
	/** How the System Log is read; null where it is not. */
	readonly sweep: SweepStanding | null;
	/** The ways that should bring events and do not. */
	readonly silences: readonly Silence[];
}

/** What the parts of an object say of themselves. */
export type Reports = Pick<Standing, "destination" | "sweep" | "silences">;

/** What is on its way is held while Falcosidekick is misconfigured. */
export function waitingAs({ state }: DestinationState): Waiting {
	return state === "misconfigured" ? "held" : "pending";
}

const DAY = 86_400_000;

/** Counts everything: some milliseconds of work when many alerts wait. */
export function standing(storage: DurableObjectStorage, reports: Reports, now: number): Standing {
	const { sql } = storage;
	const count = (query: string, ...bindings: unknown[]) => sql.exec<{ n: number }>(query, ...bindings).one().n;
	// Beside min() SQLite gives the other columns of the row that has it.
	const pendingQuery = "SELECT count(*) AS n, min(created) AS oldest, reason FROM pending";
	const waiting = sql.exec<{ n: number; oldest: number | null; reason: string | null }>(pendingQuery).one();
	return {
		alerts: {
			pending: 0,
			held: 0,
			[waitingAs(reports.destination)]: waiting.n,
			dead: count("SELECT count(*) AS n FROM settled WHERE state = 'dead'"),
			deliveredLastDay: count("SELECT count(*) AS n FROM settled WHERE state = 'delivered' AND at > ?", now - DAY),
		},
		oldestPending: waiting.oldest,
		oldestReason: waiting.reason ?? "",
		setAside: {
			rejected: count("SELECT count(*) AS n FROM set_aside WHERE kind = 'rejected'"),
			failed: count("SELECT count(*) AS n FROM set_aside WHERE kind = 'failed'"),
		},
		okta: readTally(storage),
		...reports,
	};
}
