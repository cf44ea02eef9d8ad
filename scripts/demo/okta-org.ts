import { uuid } from "./log-event.ts";

/**
 * The part of an Okta org that an Event Hook sees: it asks the hook to prove itself, then posts events to it with
 * Okta's envelope, headers, 3 second time-out and single retry (Okta's pages "Event hooks" and "Event hooks API").
 */
export interface OktaOrg {
	/** Sends the one-time verification. Throws an Error saying what was wrong with the answer. */
	readonly verifyHook: () => Promise<void>;
	/** Posts events as one delivery; never throws. `builtAt` becomes the envelope's `eventTime`. */
	readonly deliver: (events: readonly unknown[], builtAt: Date) => Promise<Delivery>;
	/** Posts a delivery once more, as Okta does when it missed the answer. */
	readonly redeliver: (delivery: Delivery) => Promise<Delivery>;
}

export interface Hook {
	readonly id: string;
	readonly url: URL;
	/** The header that carries the secret: `authScheme.key` and `.value` of the hook. */
	readonly header: string;
	readonly secret: string;
}

/** One POST to the hook and how it went. */
export interface Delivery {
	readonly envelope: Envelope;
	/** 200 or 204: Okta takes it as delivered. Anything else, and Okta forgets the events. */
	readonly delivered: boolean;
	/** The status or the network error, for people. */
	readonly answer: string;
}

export type Envelope = ReturnType<typeof envelopeOf>;

const TIMEOUT_MS = 3000;

/** A simulated org at `orgUrl` with one Event Hook. */
export function oktaOrg(orgUrl: string, hook: Hook): OktaOrg {
	let deliveries = 0;
	const source = `${orgUrl}/api/v1/eventHooks/${hook.id}`;
	return {
		verifyHook: () => verifyHook(hook),
		deliver: (events, builtAt) => {
			deliveries += 1;
			const eventId = uuid("4", source, String(deliveries), builtAt.toISOString());
			return post(hook, envelopeOf(source, eventId, events, builtAt));
		},
		redeliver: ({ envelope }) => post(hook, envelope),
	};
}

function envelopeOf(source: string, eventId: string, events: readonly unknown[], builtAt: Date) {
	return {
		eventType: "com.okta.event_hook",
		eventTypeVersion: "1.0",
		cloudEventsVersion: "0.1",
		source,
		eventId,
		data: { events },
		eventTime: builtAt.toISOString(),
		contentType: "application/json",
	};
}

async function verifyHook(hook: Hook): Promise<void> {
	const challenge = uuid("4", "challenge", hook.id, hook.url.href).replaceAll("-", "");
	const headers = { ...headersOf(hook), "x-okta-verification-challenge": challenge };
	const answer = await withOneRetry(() => request(hook, { headers }));
	if (answer.status === 200 && verificationIn(answer.body) === challenge) return;
	throw new Error(`Okta could not verify the Event Hook: it answered ${describe(answer)}`);
}

function verificationIn(body: string): unknown {
	try {
		const value: unknown = JSON.parse(body);
		return typeof value === "object" && value && "verification" in value ? value.verification : undefined;
	} catch {
		return undefined;
	}
}

async function post(hook: Hook, envelope: Envelope): Promise<Delivery> {
	const headers = { ...headersOf(hook), "content-type": "application/json" };
	const answer = await withOneRetry(() => request(hook, { method: "POST", headers, body: JSON.stringify(envelope) }));
	return { envelope, delivered: answer.status === 200 || answer.status === 204, answer: describe(answer) };
}

function headersOf({ id, header, secret }: Hook) {
	return { accept: "application/json", [header]: secret, "user-agent": `Okta Hook Service v1.0.0 - ${id}` };
}

/** `status` is 0 when no answer came, and `body` then says why. */
interface Answer {
	readonly status: number;
	readonly body: string;
}

/** Okta tries once more after a 5xx or no answer, never after a 4xx. */
async function withOneRetry(send: () => Promise<Answer>): Promise<Answer> {
	const answer = await send();
	return answer.status === 0 || answer.status >= 500 ? send() : answer;
}

async function request(hook: Hook, init: RequestInit): Promise<Answer> {
	try {
		const response = await fetch(hook.url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
		return { status: response.status, body: await response.text() };
	} catch (error) {
		return { status: 0, body: reasonOf(error) };
	}
}

/** `fetch` hides why it failed in `cause`. */
function reasonOf(error: unknown): string {
	const { cause } = error as { cause?: unknown };
	return String(cause instanceof Error && cause.message ? cause.message : error);
}

function describe({ status, body }: Answer): string {
	return [status || "no answer", body.slice(0, 200).trim()].filter(Boolean).join(": ");
}
