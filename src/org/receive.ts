import type { Alert } from "../falco/alert.ts";
import { priorityLevel } from "../falco/priority.ts";
import { acceptLogEvents } from "../okta/accept-log-events.ts";
import { type OktaEvent, oktaEvent } from "../okta/event.ts";
import type { EventHook } from "../okta/event-hook.ts";
import { parseJson } from "../okta/json-syntax.ts";
import { jsonText, type LogEvent, lax, text } from "../okta/log-event.ts";
import type { Windows } from "../okta/windows/windows.ts";
import { originOf } from "./event-origin.ts";
import type { NewAlert } from "./outbox.ts";
import type { Asked } from "./second-look.ts";
import type { SetAside } from "./set-aside.ts";
import type { OrgSettings } from "./settings.ts";
import type { Stores } from "./stores.ts";
import { TEXT_MAX } from "./text-max.ts";

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

/** What rules make of events. */
export interface Evaluation {
	readonly evaluate: (event: OktaEvent) => readonly Alert[];
	/** Those rules alone that ask about earlier events; left out where there are none. */
	readonly sequences?: {
		/** What they make of an event now that is new; `alerted`: names of the rules that have alerted before. */
		readonly evaluate: (event: OktaEvent, alerted: readonly string[]) => readonly Alert[];
		/** Whether one of them may match the event yet, when more is known of others. */
		readonly mayMatch: (event: OktaEvent) => boolean;
	};
}

/** What rules made of an event. */
interface Evaluated {
	readonly event: OktaEvent;
	readonly log: LogEvent;
	/** The hook or the log that brought it. */
	readonly source: string;
	readonly alerts: readonly NewAlert[];
	/** Names of the rules that have alerted, now or before. */
	readonly alerted: readonly string[];
	/** Whether it is to be kept for a look at it when more is known of others. */
	readonly isKept: boolean;
}

/** Why an event could not be evaluated. */
interface Failure {
	readonly reason: string;
}

/** What came of taking an event in: the alerts that were stored, and why it could not be evaluated, if so. */
interface Outcome {
	readonly alerts: number;
	readonly reason: string | undefined;
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
		const { awaited, figures } = this.#stores;
		return this.#commit(now, () => {
			const { receipt, fresh, known } = this.#takeAll(hook, now);
			for (const { uuid } of known) awaited.came(uuid);
			figures.countDelivery(receipt, fresh, now);
			return receipt;
		});
	}

	/** Takes in a part of the System Log. `keep` stores in the same transaction how far the log was read. */
	sweep(found: Found, keep: (taken: Taken) => void): void {
		const now = Date.now();
		this.#commit(now, () => {
			const taken = this.#takeAll(found, now);
			this.#stores.figures.countSwept(taken.receipt, now);
			keep(taken);
		});
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
		const { seen, secondLook, evidence, figures, series } = this.#stores;
		seen.open(now);
		secondLook.open(now);
		evidence.open(now);
		return figures.commit(() => series.together(steps));
	}

	#takeAll({ source, events, rejected }: Found, now: number): Taken {
		const { seen, secondLook, setAsides } = this.#stores;
		const counts = { events: 0, failed: 0, alerts: 0 };
		for (const { reason, text } of rejected) setAsides.add({ kind: "rejected", at: now, source, reason, text });
		const { fresh, known } = seen.enter(events, now);
		secondLook.expect(fresh, originOf(source, this.#settings).org);
		for (const event of fresh) {
			const { alerts, reason } = this.#take(event, source, now);
			counts.alerts += alerts;
			if (reason === undefined) counts.events++;
			else {
				counts.failed++;
				setAsides.add({ kind: "failed", at: now, source, reason, text: jsonText(event) });
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
		const isKnown = this.#stores.seen.enter([event], now).known.length > 0;
		if (isKnown && kind === "rejected") return undefined;
		this.#stores.secondLook.expect([event], originOf(source, this.#settings).org);
		return this.#take(event, source, now).reason;
	}

	/**
	 * Counts and evaluates one event, and others again that came before it though it happened first, now that it is known;
	 * stores their alerts. When one of them cannot be evaluated the others still are.
	 */
	#take(log: LogEvent, source: string, now: number): Outcome {
		this.#number++;
		const own = attempt(() => this.#evaluate(log, source));
		let reason = isFailure(own) ? own.reason : undefined;
		let alerts = 0;
		// One after the other, for each has a copy of all that it looks back at, and they may be thousands.
		for (const asked of this.#stores.secondLook.changedBy(log)) {
			const again = attempt(() => this.#lookAgain(asked));
			if (isFailure(again)) reason ??= again.reason;
			else alerts += this.#keep(again, now);
		}
		if (reason !== undefined) {
			this.#settings.log("error", "an event could not be evaluated", { uuid: log.uuid, reason });
		}
		// What is set aside is evaluated as a whole once more, and would alert twice.
		if (reason === undefined && !isFailure(own)) alerts += this.#keep(own, now);
		return { alerts, reason };
	}

	/** Stores an event's alerts and what belongs to them: how many there are. */
	#keep({ event, log, source, alerts, alerted, isKept }: Evaluated, now: number): number {
		const { storms, figures, evidence, secondLook } = this.#stores;
		if (isKept) secondLook.keep(event, source, alerted, now);
		for (const alert of alerts) {
			storms.add(alert, now);
			figures.countAlert(alert.rule, now);
		}
		const [alert] = alerts;
		if (alert !== undefined) evidence.keep(log, { at: now, time: alert.time, source });
		return alerts.length;
	}

	#evaluate(log: LogEvent, source: string): Evaluated {
		const { evaluate, sequences } = this.#evaluation;
		const event = this.#ready(log, source, this.#stores.windows.enter);
		const made = evaluate(event);
		const alerts = made.map((alert) => toNewAlert(log, alert));
		return { event, log, source, alerts, alerted: namesOf(made), isKept: sequences?.mayMatch(event) ?? false };
	}

	#lookAgain({ json, source, alerted }: Asked): Evaluated {
		const log = JSON.parse(json) as LogEvent;
		const event = this.#ready(log, source, this.#stores.windows.look);
		const made = this.#evaluation.sequences?.evaluate(event, alerted) ?? [];
		const alerts = made.map((alert) => toNewAlert(log, alert));
		return { event, log, source, alerts, alerted: [...alerted, ...namesOf(made)], isKept: made.length > 0 };
	}

	#ready(log: LogEvent, source: string, windows: Windows["enter"]): OktaEvent {
		const event = oktaEvent(log, {
			number: this.#number,
			...(this.#firstTime === undefined ? {} : { firstTime: this.#firstTime }),
			...originOf(source, this.#settings),
			history: this.#stores.mfa,
			windows,
		});
		this.#firstTime = event.firstTime;
		return event;
	}
}

function attempt(steps: () => Evaluated): Evaluated | Failure {
	try {
		return steps();
	} catch (error) {
		return { reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
	}
}

function isFailure(result: Evaluated | Failure): result is Failure {
	return "reason" in result;
}

function namesOf(alerts: readonly Alert[]): string[] {
	return alerts.map(({ rule }) => rule);
}

/** @throws RangeError when the alert is too long to be stored */
function toNewAlert(log: LogEvent, { rule, priority, time, output, json }: Alert): NewAlert {
	const { actor: who } = lax(log);
	const actor = text(who?.alternateId) || text(who?.id);
	const length = json.length + output.length + actor.length;
	if (length > TEXT_MAX) throw new RangeError(`the alert of rule "${rule}" has ${length} characters`);
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
