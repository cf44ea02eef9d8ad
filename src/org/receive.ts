import type { Alert } from "../falco/alert.ts";
import { priorityLevel } from "../falco/priority.ts";
import { acceptLogEvents } from "../okta/accept-log-events.ts";
import { type OktaEvent, oktaEvent } from "../okta/event.ts";
import type { EventHook } from "../okta/event-hook.ts";
import { parseJson } from "../okta/json-syntax.ts";
import { jsonText, type LogEvent, memberAt, text } from "../okta/log-event.ts";
import type { Windows } from "../okta/windows/windows.ts";
import type { NewAlert } from "./outbox.ts";
import type { Asked } from "./second-look.ts";
import type { SetAside } from "./set-aside.ts";
import type { OrgSettings } from "./settings.ts";
import type { Stores } from "./stores.ts";
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

/** Events that came together, by a hook or from the System Log. */
export type Found = Pick<EventHook, "source" | "events" | "rejected">;

export interface Taken {
	readonly receipt: Receipt;
	/** Events that came for the first time, in their order. */
	readonly fresh: readonly LogEvent[];
	/** Those that had come before. */
	readonly known: readonly LogEvent[];
}

/** Longest alert that is stored, in UTF-16 code units: a row may have 2 MB, and a code unit takes up to three bytes. */
const ALERT_MAX = 600_000;

/** What rules make of events. */
export interface Evaluation {
	readonly evaluate: (event: OktaEvent) => readonly Alert[];
	/** Those rules alone that ask about earlier events; left out where there are none. */
	readonly sequences?: {
		readonly evaluate: (event: OktaEvent) => readonly Alert[];
		/** Whether one of them may match the event yet, when more is known of others. */
		readonly mayMatch: (event: OktaEvent) => boolean;
	};
}

/** Takes events in: once, counted, evaluated and with their alerts stored, all of it or nothing. */
export class Receiver {
	readonly #stores: Stores;
	readonly #settings: OrgSettings;
	readonly #evaluation: Evaluation;
	/** Falco numbers events from the start of its process, and tells how long ago the first one was; so does an object. */
	#number = 0n;
	#firstTime: bigint | undefined;

	constructor(stores: Stores, settings: OrgSettings, evaluation: Evaluation) {
		this.#stores = stores;
		this.#settings = settings;
		this.#evaluation = evaluation;
	}

	/** When this returns, the delivery is stored; when it throws, nothing of it is. */
	receive(hook: EventHook): Receipt {
		const now = Date.now();
		const { storage, awaited } = this.#stores;
		return this.#commit(now, () => {
			const { receipt, known } = this.#takeAll(hook, now);
			for (const { uuid } of known) awaited.came(uuid);
			countDelivery(storage, receipt, now);
			return receipt;
		});
	}

	/** Takes in a part of the System Log. `keep` stores in the same transaction how far the log was read. */
	sweep(found: Found, keep: (taken: Taken) => void): void {
		const now = Date.now();
		this.#commit(now, () => keep(this.#takeAll(found, now)));
	}

	/**
	 * Takes in an event that was set aside, once what kept it from being evaluated is mended. Gives the reason why that
	 * still cannot be done, with which it stays; undefined when it is done, or was never there.
	 */
	replay(id: number): string | undefined {
		const now = Date.now();
		const { setAsides } = this.#stores;
		return this.#commit(now, () => {
			const aside = setAsides.get(id);
			const reason = aside && this.#replay(aside, now);
			if (reason === undefined) setAsides.delete(id);
			else setAsides.setReason(id, reason);
			return reason;
		});
	}

	#commit<Result>(now: number, steps: () => Result): Result {
		const { storage, seen, secondLook } = this.#stores;
		seen.open(now);
		secondLook.open(now);
		return storage.transactionSync(steps);
	}

	#takeAll({ source, events, rejected }: Found, now: number): Taken {
		const { seen, setAsides } = this.#stores;
		const counts = { events: 0, failed: 0, alerts: 0 };
		const fresh: LogEvent[] = [];
		const known: LogEvent[] = [];
		for (const { reason, text } of rejected) setAsides.add({ kind: "rejected", at: now, source, reason, text });
		for (const event of events) {
			if (!seen.enter(event.uuid, now)) {
				known.push(event);
				continue;
			}
			fresh.push(event);
			const taken = this.#take(event, source, now);
			if (typeof taken === "number") {
				counts.events++;
				counts.alerts += taken;
			} else {
				counts.failed++;
				setAsides.add({ kind: "failed", at: now, source, reason: taken.reason, text: jsonText(event) });
			}
		}
		return { receipt: { ...counts, duplicates: known.length, rejected: rejected.length }, fresh, known };
	}

	#replay({ kind, source, text }: SetAside, now: number): string | undefined {
		const parsed = parseJson(text);
		if (!parsed.ok) return parsed.reason;
		const { events, rejected } = acceptLogEvents([parsed.value], "event");
		const [event] = events;
		if (event === undefined) return rejected[0]?.reason;
		// A failed event was entered as seen when it came; a rejected one may have come again in better shape.
		if (!this.#stores.seen.enter(event.uuid, now) && kind === "rejected") return undefined;
		const taken = this.#take(event, source, now);
		return typeof taken === "number" ? undefined : taken.reason;
	}

	/** Counts and evaluates one event and stores its alerts: how many, or why it could not be evaluated. */
	#take(log: LogEvent, source: string, now: number): number | { readonly reason: string } {
		let alerts: readonly NewAlert[];
		try {
			alerts = this.#alertsOf(log, source, now);
		} catch (error) {
			const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
			this.#settings.log("error", "an event could not be evaluated", { uuid: log.uuid, reason });
			return { reason };
		}
		for (const alert of alerts) this.#stores.storms.add(alert, now);
		return alerts.length;
	}

	/** The alerts of an event; and of others that came before it though it happened first, now that it is known. */
	#alertsOf(log: LogEvent, source: string, now: number): NewAlert[] {
		const { windows, secondLook } = this.#stores;
		const { evaluate, sequences } = this.#evaluation;
		this.#number++;
		const event = this.#ready(log, source, windows.enter);
		const alerts = evaluate(event);
		if (sequences?.mayMatch(event)) secondLook.keep(event, source, namesOf(alerts), now);
		const again = secondLook.changedBy(event).flatMap((asked) => this.#lookAgain(asked, now));
		return [...alerts.map((alert) => toNewAlert(log, alert)), ...again];
	}

	#lookAgain({ json, source, alerted }: Asked, now: number): NewAlert[] {
		const { windows, secondLook } = this.#stores;
		const log = JSON.parse(json) as LogEvent;
		const event = this.#ready(log, source, windows.look);
		const found = this.#evaluation.sequences?.evaluate(event) ?? [];
		const alerts = found.filter(({ rule }) => !alerted.includes(rule));
		if (alerts.length > 0) secondLook.keep(event, source, [...alerted, ...namesOf(alerts)], now);
		return alerts.map((alert) => toNewAlert(log, alert));
	}

	#ready(log: LogEvent, source: string, windows: Windows["enter"]): OktaEvent {
		const host = this.#settings.orgHost ?? URL.parse(source)?.host ?? "okta";
		const event = oktaEvent(log, {
			number: this.#number,
			...(this.#firstTime === undefined ? {} : { firstTime: this.#firstTime }),
			org: host.split(".", 1)[0] ?? host,
			hostname: this.#settings.hostname ?? host,
			history: this.#stores.mfa,
			windows,
		});
		this.#firstTime = event.firstTime;
		return event;
	}
}

function namesOf(alerts: readonly Alert[]): string[] {
	return alerts.map(({ rule }) => rule);
}

/** @throws RangeError when the alert is too long to be stored */
function toNewAlert(log: LogEvent, { rule, priority, time, output, json }: Alert): NewAlert {
	if (json.length > ALERT_MAX) throw new RangeError(`the alert of rule "${rule}" has ${json.length} characters`);
	const actor = text(memberAt(log, ["actor", "alternateId"])) || text(memberAt(log, ["actor", "id"]));
	// Half a character would come back from SQLite as another, and what is kept under it would never be found again.
	return {
		id: `${log.uuid}:${rule}`,
		level: priorityLevel(priority),
		time,
		rule,
		actor: actor.toWellFormed(),
		output,
		json,
	};
}
