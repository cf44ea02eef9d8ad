import * as z from "zod";
import { type AcceptedLogEvents, acceptLogEvents, issuesOf } from "./accept-log-events.ts";
import { parseJson } from "./json-syntax.ts";
import { type JsonObject, member, text } from "./log-event.ts";

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

/** Only what the receiver builds on is checked: Okta's versions and constants may change without losing an event. */
const ENVELOPE = z.object({ data: z.object({ events: z.array(z.unknown()) }) });

/**
 * The body of a delivery → its events. A body that is not JSON or has no array `data.events` is refused; an event
 * that cannot be used is put aside with its reason (`rejected`) and the others go on. How long a body may be is the
 * caller's to say, before it reads one.
 */
export function parseEventHook(body: Uint8Array | string): ParsedEventHook {
	const json = typeof body === "string" ? body.replace(/^\ufeff/, "") : new TextDecoder().decode(body);
	if (json.trim() === "") return refused("the body is empty");
	const parsed = parseJson(json);
	if (!parsed.ok) return refused(`the body is not JSON: ${parsed.reason}`);
	const envelope = ENVELOPE.safeParse(parsed.value);
	if (!envelope.success) return refused(`the body is not a delivery of an event hook: ${issuesOf(envelope.error, "")}`);
	const { events } = envelope.data.data;
	if (events.length > EVENTS_MAX) {
		return { ok: false, status: 413, reason: `the delivery has ${events.length} events, more than ${EVENTS_MAX}` };
	}
	return { ok: true, hook: eventHook(parsed.value as JsonObject, events) };
}

function eventHook(envelope: JsonObject, events: readonly unknown[]): EventHook {
	return {
		source: text(member(envelope, "source")),
		// Deliveries of 2018 and early 2019 spelled it eventID.
		eventId: text(member(envelope, "eventId") ?? member(envelope, "eventID")),
		...acceptLogEvents(events, "data.events"),
	};
}

function refused(reason: string): ParsedEventHook {
	return { ok: false, status: 400, reason };
}
