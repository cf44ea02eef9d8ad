import { MFA_HISTORY_LIMITS, type MfaHistoryLimits } from "../okta/mfa-counters.ts";
import { WindowPlan } from "../okta/windows/plan.ts";
import { Windows } from "../okta/windows/windows.ts";
import { AwaitedEvents } from "./awaited-events.ts";
import { Changes } from "./changes.ts";
import { Evidence } from "./evidence.ts";
import { Figures } from "./figures.ts";
import { HookHistory } from "./hook-history.ts";
import { MfaCounters } from "./mfa-counters.ts";
import { Outbox } from "./outbox.ts";
import { RefusedDeliveries } from "./refused-deliveries.ts";
import { SecondLook } from "./second-look.ts";
import { Seen } from "./seen.ts";
import { SetAsides } from "./set-aside.ts";
import { type StormSettings, Storms } from "./storms.ts";
import { WindowSeries } from "./window-series.ts";

/** What an object keeps, each part in tables of its own (schema.ts). */
export interface Stores {
	readonly storage: DurableObjectStorage;
	readonly seen: Seen;
	readonly mfa: MfaCounters;
	readonly series: WindowSeries;
	/** What rules look back at, kept in `series`. */
	readonly windows: Windows;
	readonly secondLook: SecondLook;
	readonly awaited: AwaitedEvents;
	readonly hooks: HookHistory;
	readonly refused: RefusedDeliveries;
	readonly outbox: Outbox;
	readonly storms: Storms;
	readonly setAsides: SetAsides;
	readonly evidence: Evidence;
	readonly figures: Figures;
	/** For those who watch. */
	readonly changes: Changes;
}

/** The parts over an object's storage, whose tables are up to date. `plan`: what rules look back at; nothing if left out. */
export function openStores(
	storage: DurableObjectStorage,
	storm: StormSettings | undefined,
	plan: WindowPlan = new WindowPlan([]),
	mfaLimits: MfaHistoryLimits = MFA_HISTORY_LIMITS,
): Stores {
	const { sql } = storage;
	const changes = new Changes();
	const outbox = new Outbox(sql, changes);
	const series = new WindowSeries(sql);
	return {
		storage,
		seen: new Seen(sql),
		mfa: new MfaCounters(sql, mfaLimits),
		series,
		windows: new Windows(plan, series),
		secondLook: new SecondLook(sql, plan),
		awaited: new AwaitedEvents(sql),
		hooks: new HookHistory(storage),
		refused: new RefusedDeliveries(storage, changes),
		outbox,
		storms: new Storms(sql, outbox, storm),
		setAsides: new SetAsides(storage, changes),
		evidence: new Evidence(sql),
		figures: new Figures(storage),
		changes,
	};
}
