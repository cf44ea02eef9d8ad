import type { FalcoEvent } from "../falco/event.ts";
import { type EventKind, kindOf } from "./event-kind.ts";
import { type JsonObject, jsonText, text } from "./log-event.ts";
import { countMfa, type MfaAttempt, type MfaHistory } from "./mfa-counters.ts";
import { publishedTime } from "./published.ts";
import type { PlacedEvent } from "./windows/placed-event.ts";
import type { EventWindows } from "./windows/windows.ts";

/** An Okta event as the rule engine and the fields of `OKTA_FIELDS` see it. */
export interface OktaEvent extends FalcoEvent {
	/** The event as Okta sent it; it is `document` too. */
	readonly log: JsonObject;
	/** Its type and result. */
	readonly kind: EventKind;
	/** The Okta organization (`okta.org`). */
	readonly org: string;
	/** Present on an event that an MFA counter counts. */
	readonly mfa: MfaAttempt | undefined;
	/** Other events that rules look back at; undefined where nothing is remembered. */
	readonly windows: EventWindows | undefined;
}

/** What an event does not say of itself. */
export interface OktaEventContext {
	/** Its place among the events of this source, from 1. */
	readonly number: bigint;
	/** `time` of the first of them; left out when this is the first. */
	readonly firstTime?: bigint | undefined;
	/** The plugin's `organization`: `acme` of acme.okta.com. */
	readonly org: string;
	readonly hostname: string;
	readonly history: MfaHistory;
	/** Enters the event into the windows that rules look back at (`Windows`). Left out where nothing is remembered. */
	readonly windows?: (event: PlacedEvent) => EventWindows;
}

/**
 * Readies an event for the engine, entering it into the MFA history and the windows if it counts there: call it once for
 * each event, and not for one that was seen before. Takes any object, so that hand-written samples can be evaluated too.
 */
export function oktaEvent(log: JsonObject, context: OktaEventContext): OktaEvent {
	return new ReadiedEvent(log, context);
}

/** Reads the time when it is first asked for: most events are evaluated without it. */
class ReadiedEvent implements OktaEvent {
	readonly number: bigint;
	readonly source = "okta";
	readonly hostname: string;
	readonly log: JsonObject;
	readonly kind: EventKind;
	readonly org: string;
	readonly mfa: MfaAttempt | undefined;
	readonly windows: EventWindows | undefined;
	readonly #firstTime: bigint | undefined;
	#time: bigint | undefined;

	constructor(log: JsonObject, { number, hostname, org, firstTime, history, windows }: OktaEventContext) {
		this.number = number;
		this.hostname = hostname;
		this.log = log;
		this.kind = kindOf(log);
		this.org = org;
		this.#firstTime = firstTime;
		this.mfa = countMfa(this, history);
		this.windows = windows?.(this);
	}

	get document(): unknown {
		return this.log;
	}

	get time(): bigint {
		this.#time ??= publishedTime(text(this.log.published));
		return this.#time;
	}

	get firstTime(): bigint {
		return this.#firstTime ?? this.time;
	}

	text(): string {
		return jsonText(this.log);
	}
}
