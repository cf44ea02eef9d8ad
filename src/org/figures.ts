import type { LogEvent } from "../okta/log-event.ts";
import { latencyOf, measure } from "./histogram.ts";
import { type CountedHour, firstOf, HOURS_SHOWN, HourTable, hourOf, newHour, withoutGaps } from "./hour-figures.ts";
import type { PendingAlert } from "./outbox.ts";
import type { HourFigures, Latencies, RuleFigures } from "./overview.ts";
import type { Receipt } from "./receive.ts";
import { type Fired, type HourOfRules, RuleTable } from "./rule-figures.ts";
import { NOTHING_CAME, type Tally, withDelivery } from "./tally.ts";

const KEY = "tally";

/** Rules of an hour that are kept with it; when another one fires, they are added up in the table of rules. */
const RULES_HELD = 64;

/** The hour under way. */
interface Hour extends CountedHour {
	/** Which rules fired, that are not in the table yet. */
	readonly rules: Map<string, Fired>;
}

/** What is kept under the key: the totals, as all versions have it, and since the fourth the hour under way. */
type Kept = Tally & { readonly hour?: Hour };

const NOTHING_FIRED: HourOfRules = { at: 0, rules: new Map() };

/**
 * What came, what fired and what left: totals, and by the hour. All of it is one value, so that a delivery costs one row
 * written. When an hour is over, it becomes a row of its own, and so do the rules that fired in it.
 */
export class Figures {
	readonly #storage: DurableObjectStorage;
	readonly #hours: HourTable;
	readonly #rules: RuleTable;
	#tally: Tally = NOTHING_CAME;
	#hour: Hour | undefined;
	#isCounted = true;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#hours = new HourTable(storage.sql);
		this.#rules = new RuleTable(storage.sql);
		this.#read();
	}

	/** What came from Okta by hooks since the object was made. */
	get tally(): Tally {
		return this.#tally;
	}

	/** Runs steps in a transaction, in which alone may be counted: what they store and what they count is kept, or nothing. */
	commit<Result>(steps: () => Result): Result {
		try {
			return this.#storage.transactionSync(() => {
				const result = steps();
				this.#write();
				return result;
			});
		} catch (error) {
			this.#read();
			throw error;
		}
	}

	/** Counts a delivery. `fresh`: its events that came for the first time. */
	countDelivery(receipt: Receipt, fresh: readonly LogEvent[], now: number): void {
		this.#tally = withDelivery(this.#tally, receipt, now);
		const hour = this.#countReceipt(receipt, now);
		hour.deliveries++;
		for (const { published } of fresh) measure(hour.committed, now - Date.parse(published));
	}

	/** Counts what the System Log brought. */
	countSwept(receipt: Receipt, now: number): void {
		const { events, duplicates, rejected, failed } = receipt;
		if (events + duplicates + rejected + failed > 0) this.#countReceipt(receipt, now);
	}

	/** Counts an alert that a rule made of an event, whether or not it leaves. */
	countAlert(rule: string, now: number): void {
		const hour = this.#hourAt(now);
		hour.alerts++;
		const fired = hour.rules.get(rule);
		if (fired === undefined && hour.rules.size >= RULES_HELD) this.#addUp(hour);
		hour.rules.set(rule, { times: (fired?.times ?? 0) + 1, last: now });
	}

	/** Counts an alert that Falcosidekick took. How long that took is told of those that no operator had sent again. */
	countDelivered({ time, replayed }: Pick<PendingAlert, "time" | "replayed">, now: number): void {
		const hour = this.#hourAt(now);
		hour.delivered++;
		if (replayed === 0) measure(hour.sent, now - Date.parse(time));
	}

	/** The last 168 hours, oldest first and without gaps; the last one is under way. */
	hours(now: number): HourFigures[] {
		return withoutGaps(this.#since(firstOf(HOURS_SHOWN, now)), now);
	}

	/** Over the last 24 hours, the one under way among them. */
	latency(now: number): Latencies {
		const hours = this.#since(firstOf(24, now));
		return {
			committed: latencyOf(hours.map(({ committed }) => committed)),
			delivered: latencyOf(hours.map(({ sent }) => sent)),
		};
	}

	/** Alerts that Falcosidekick took within the last 24 hours, the one under way among them. */
	deliveredLastDay(now: number): number {
		return this.#since(firstOf(24, now)).reduce((sum, { delivered }) => sum + delivered, 0);
	}

	/** The rules that fired. */
	rules(now: number): RuleFigures[] {
		return this.#rules.figures(now, this.#hour ?? NOTHING_FIRED);
	}

	#since(at: number): CountedHour[] {
		const over = this.#hours.since(at).filter((hour) => hour.at !== this.#hour?.at);
		return this.#hour === undefined || this.#hour.at < at ? over : [...over, this.#hour];
	}

	#countReceipt({ events, duplicates, rejected, failed }: Receipt, now: number): Hour {
		const hour = this.#hourAt(now);
		hour.events += events;
		hour.duplicates += duplicates;
		hour.rejected += rejected;
		hour.failed += failed;
		return hour;
	}

	/** The hour to count in; a clock that is put back counts in the one that is under way. */
	#hourAt(now: number): Hour {
		this.#isCounted = false;
		const at = hourOf(now);
		if (this.#hour !== undefined && at <= this.#hour.at) return this.#hour;
		if (this.#hour !== undefined) {
			this.#addUp(this.#hour);
			this.#hours.put(this.#hour);
		}
		// What an earlier version left of this hour is found in the table.
		this.#hour = { ...(this.#hours.get(at) ?? newHour(at)), rules: new Map() };
		return this.#hour;
	}

	#addUp(hour: Hour): void {
		this.#rules.add(hour);
		hour.rules.clear();
	}

	#read(): void {
		const { hour, ...tally }: Kept = this.#storage.kv.get<Kept>(KEY) ?? NOTHING_CAME;
		this.#tally = tally;
		this.#hour = hour;
		this.#isCounted = true;
	}

	#write(): void {
		if (this.#isCounted) return;
		this.#storage.kv.put<Kept>(KEY, { ...this.#tally, ...(this.#hour && { hour: this.#hour }) });
		this.#isCounted = true;
	}
}
