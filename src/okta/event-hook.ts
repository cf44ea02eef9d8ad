import { type AcceptedLogEvents, acceptLogEvents } from "./accept-log-events.ts";
import { parseJson } from "./json-syntax.ts";
import { isJsonObject, type JsonObject, lax, member, text } from "./log-event.ts";
import { typeFault } from "./type-fault.ts";

/** One delivery of an Okta Event Hook. */
export interface EventHook extends AcceptedLogEvents {
	/** `https://{org}/api/v1/eventHooks/{id}`, which tells org and hook; empty when Okta left it out. */
	readonly source: string;
	/** Id of this delivery, not of its events; empty when Okta left it out. */
	readonly eventId: string;
}

export type ParsedEventHook =
	| { readonly ok: true; readonly hook: EventHook }
	/** The body can never be taken: the status to refuse it with, and why. */
	| { readonly ok: false; readonly status: 400 | 413; readonly reason: string };

/** Most events of one delivery. As many of Okta's own would make a body of megabytes. */
export const EVENTS_MAX = 5_000;

/** What is kept of an envelope's texts, in UTF-16 code units: both are stored and logged beside events. */
const TEXT_MAX = 1_000;

/**
 * The body of a delivery → its events. A body that is not JSON or has no array `data.events` is refused; an event
 * that cannot be used is put aside with its reason (`rejected`) and the others go on. How long a body may be is the
 * caller's to say, before it reads one.
 */
export function parseEventHook(body: Uint8Array | string): ParsedEventHook {
	const json = typeof body === "string" ? withoutMark(body) : new TextDecoder().decode(body);
	const parsed = parseJson(json);
	if (!parsed.ok) return refused(json.trim() === "" ? "the body is empty" : `the body is not JSON: ${parsed.reason}`);
	const envelope = parsed.value;
	const events: unknown = isJsonObject(envelope) ? lax(envelope).data?.events : undefined;
	if (!isJsonObject(envelope) || !Array.isArray(events)) {
		return refused(`the body is not a delivery of an event hook: ${envelopeFault(envelope)}`);
	}
	if (events.length > EVENTS_MAX) {
		return { ok: false, status: 413, reason: `the delivery has ${events.length} events, more than ${EVENTS_MAX}` };
	}
	return { ok: true, hook: eventHook(envelope, events) };
}

/** Without a byte order mark, which a decoder takes away itself. */
function withoutMark(text: string): string {
	return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/**
 * What is wrong with an envelope that has no array `data.events`. Nothing else of it is checked: Okta's versions and constants
 * may change without losing an event.
 */
function envelopeFault(envelope: unknown): string | undefined {
	const whole = typeFault(envelope, "object");
	if (whole !== undefined) return whole;
	const data = member(envelope, "data");
	const ofData = typeFault(data, "object");
	if (ofData !== undefined) return `data: ${ofData}`;
	const ofEvents = typeFault(member(data, "events"), "array");
	return ofEvents && `data.events: ${ofEvents}`;
}

function eventHook(envelope: JsonObject, events: readonly unknown[]): EventHook {
	const { events: accepted, rejected } = acceptLogEvents(events, "data.events");
	// Deliveries of 2018 and early 2019 spelled it eventID.
	const eventId = envelope.eventId ?? envelope.eventID;
	return { source: shortText(envelope.source), eventId: shortText(eventId), events: accepted, rejected };
}

function shortText(value: unknown): string {
	return text(value).slice(0, TEXT_MAX);
}

function refused(reason: string): ParsedEventHook {
	return { ok: false, status: 400, reason };
}
