import type { DestinationState } from "./destination-state.ts";
import type { Waiting } from "./ledger.ts";
import type { Refused } from "./refused-deliveries.ts";
import type { SetAsideCounts } from "./set-aside.ts";
import type { Silence } from "./silence.ts";
import type { Stores } from "./stores.ts";
import type { SweepStanding } from "./sweep-state.ts";
import type { Tally } from "./tally.ts";

/** How an org's object stands: what operators look at. Times are milliseconds since the Unix epoch. */
export interface Standing {
	/**
	 * How many alerts are in each state. Pending ones are held while Falcosidekick is misconfigured. Delivered ones are those
	 * of the hour under way and the 23 before it.
	 */
	readonly alerts: Readonly<Record<"pending" | "held" | "dead", number>> & { readonly deliveredLastDay: number };
	/** When the alert that waits longest was stored; null when none waits. */
	readonly oldestPending: number | null;
	/** Why that one was not delivered yet; empty when it was not tried. */
	readonly oldestReason: string;
	/** Events kept without an alert decided. */
	readonly setAside: SetAsideCounts;
	readonly destination: DestinationState;
	readonly okta: Tally;
	/** Deliveries that were refused of late; null when none was. */
	readonly refused: Refused | null;
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

/**
 * Dead alerts are the first rows of their table. Read backwards these are counted without a look at what is sent of them,
 * which comparing each with where to stop would take; the limit keeps SQLite from turning that around.
 */
const DEAD = `SELECT count(*) AS n FROM (
	SELECT 1 FROM settled WHERE state <= 'dead' ORDER BY state DESC, at DESC, id DESC LIMIT 1000000000
)`;

/** Beside min() SQLite gives the other columns of the row that has it. */
const WAITING = "SELECT count(*) AS n, min(created) AS oldest, reason FROM pending";

/** Reads a row for each alert that waits or is dead, and else what is counted already: a microsecond each. */
export function standing({ storage, setAsides, figures, refused }: Stores, reports: Reports, now: number): Standing {
	const { sql } = storage;
	const waiting = sql.exec<{ n: number; oldest: number | null; reason: string | null }>(WAITING).one();
	return {
		alerts: {
			pending: 0,
			held: 0,
			[waitingAs(reports.destination)]: waiting.n,
			dead: sql.exec<{ n: number }>(DEAD).one().n,
			deliveredLastDay: figures.deliveredLastDay(now),
		},
		oldestPending: waiting.oldest,
		oldestReason: waiting.reason ?? "",
		setAside: setAsides.counts,
		okta: figures.tally,
		refused: refused.lately(figures.tally.lastDelivery, now),
		...reports,
	};
}
