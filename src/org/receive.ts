import type { Alert } from "../falco/alert.ts";
import { priorityLevel } from "../falco/priority.ts";
import { acceptLogEvents } from "../okta/accept-log-events.ts";
import { type OktaEvent, oktaEvent } from "../okta/event.ts";
import type { EventHook } from "../okta/event-hook.ts";
import { parseJson } from "../okta/json-syntax.ts";
import { jsonText, type LogEvent, memberAt, text } from "../okta/log-event.ts";
import type { MfaCounters } from "./mfa-counters.ts";
import type { NewAlert, Outbox } from "./outbox.ts";
import type { Seen } from "./seen.ts";
import type { SetAside, SetAsides } from "./set-aside.ts";
import type { OrgSettings } from "./settings.ts";
import { countDelivery } from "./tally.ts";

/** What became of a delivery's events: each is counted in one of the first four. */
export interface Receipt {
	/** Taken in and evaluated. */
	readonly events: number;
	/** Seen before: nothing was done. */
	readonly duplicates: number;
	/** No usable event: kept with the reason. */
	readonly rejected: number;
	/** Evaluating it threw: kept, to be evaluated again. */
	readonly failed: number;
	/** Alerts that the events made. */
	readonly alerts: number;
}

/** Where a delivery's events are entered. */
export interface Ledgers {
	readonly storage: DurableObjectStorage;
	readonly seen: Seen;
	readonly mfa: MfaCounters;
	readonly outbox: Outbox;
	readonly setAsides: SetAsides;
}

/** Longest alert that is stored, in UTF-16 code units: a row may have 2 MB, and a code unit takes up to three bytes. */
const ALERT_MAX = 600_000;

type Evaluate = (event: OktaEvent) => readonly Alert[];

/** Takes deliveries in: once, counted, evaluated and with their alerts stored, all of it or nothing. */
export class Receiver {
	readonly #ledgers: Ledgers;
	readonly #settings: OrgSettings;
	readonly #evaluate: Evaluate;
	/** Falco numbers events from the start of its process, and tells how long ago the first one was; so does an object. */
	#number = 0n;
	#firstTime: bigint | undefined;

	constructor(ledgers: Ledgers, settings: OrgSettings, evaluate: Evaluate) {
		this.#ledgers = ledgers;
		this.#settings = settings;
		this.#evaluate = evaluate;
	}

	/** When this returns, the delivery is stored; when it throws, nothing of it is. */
	receive(hook: EventHook): Receipt {
		const now = Date.now();
		const { storage, seen, setAsides } = this.#ledgers;
		seen.open(now);
		return storage.transactionSync(() => {
			const receipt = { events: 0, duplicates: 0, rejected: hook.rejected.length, failed: 0, alerts: 0 };
			for (const { reason, text } of hook.rejected) {
				setAsides.add({ kind: "rejected", at: now, source: hook.source, reason, text });
			}
			for (const event of hook.events) {
				if (!seen.enter(event.uuid, now)) {
					receipt.duplicates++;
					continue;
				}
				const taken = this.#take(event, hook.source, now);
				if (typeof taken === "number") {
					receipt.events++;
					receipt.alerts += taken;
				} else {
					receipt.failed++;
					setAsides.add({ kind: "failed", at: now, source: hook.source, reason: taken.reason, text: jsonText(event) });
				}
			}
			countDelivery(storage, receipt, now);
			return receipt;
		});
	}

	/**
	 * Takes in an event that was set aside, once what kept it from being evaluated is mended. Gives the reason why that
	 * still cannot be done, with which it stays; undefined when it is done, or was never there.
	 */
	replay(id: number): string | undefined {
		const now = Date.now();
		const { storage, seen, setAsides } = this.#ledgers;
		seen.open(now);
		return storage.transactionSync(() => {
			const aside = setAsides.get(id);
			const reason = aside && this.#replay(aside, now);
			if (reason === undefined) setAsides.delete(id);
			else setAsides.setReason(id, reason);
			return reason;
		});
	}

	#replay({ kind, source, text }: SetAside, now: number): string | undefined {
		const parsed = parseJson(text);
		if (!parsed.ok) return parsed.reason;
		const { events, rejected } = acceptLogEvents([parsed.value], "event");
		const [event] = events;
		if (event === undefined) return rejected[0]?.reason;
		// A failed event was entered as seen when it came; a rejected one may have come again in better shape.
		if (!this.#ledgers.seen.enter(event.uuid, now) && kind === "rejected") return undefined;
		const taken = this.#take(event, source, now);
		return typeof taken === "number" ? undefined : taken.reason;
	}

	/** Counts and evaluates one event and stores its alerts: how many, or why it could not be evaluated. */
	#take(log: LogEvent, source: string, now: number): number | { readonly reason: string } {
		let alerts: readonly NewAlert[];
		try {
			alerts = this.#alertsOf(log, source);
		} catch (error) {
			const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
			this.#settings.log("error", "an event could not be evaluated", { uuid: log.uuid, reason });
			return { reason };
		}
		for (const alert of alerts) this.#ledgers.outbox.add(alert, now);
		return alerts.length;
	}

	#alertsOf(log: LogEvent, source: string): NewAlert[] {
		const host = this.#settings.orgHost ?? URL.parse(source)?.host ?? "okta";
		const event = oktaEvent(log, {
			number: ++this.#number,
			...(this.#firstTime === undefined ? {} : { firstTime: this.#firstTime }),
			org: host.split(".", 1)[0] ?? host,
			hostname: this.#settings.hostname ?? host,
			history: this.#ledgers.mfa,
		});
		this.#firstTime = event.firstTime;
		const actor = text(memberAt(log, ["actor", "alternateId"])) || text(memberAt(log, ["actor", "id"]));
		return this.#evaluate(event).map(({ rule, priority, time, json }) => {
			if (json.length > ALERT_MAX) throw new RangeError(`the alert of rule "${rule}" has ${json.length} characters`);
			return { id: `${log.uuid}:${rule}`, level: priorityLevel(priority), time, rule, actor, json };
		});
	}
}
