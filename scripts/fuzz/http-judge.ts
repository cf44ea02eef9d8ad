import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { FuzzResponse } from "./http-connection.ts";
import type { FuzzRequest } from "./http-request.ts";

/** What workerd itself says of what it does not take for HTTP; at Cloudflare the edge does. */
const WORKERD_ITSELF = /ERROR: /;

/** Faults that are kept; more say no more. */
const KEPT = 20;

/** How long the last alerts may take to arrive, in milliseconds. */
const PATIENCE = 60_000;

const STATUS = z.object({
	okta: z.object({ deliveries: z.number() }),
	alerts: z.object({ pending: z.number(), held: z.number(), dead: z.number() }),
});

/** Watches what comes of requests, and says what must not. */
export class Judge {
	readonly answers: Record<string, number> = {};
	readonly faults: string[] = [];
	alerts = 0;
	#taken = 0;
	#unanswered = 0;

	fault(text: string): void {
		if (this.faults.length < KEPT) this.faults.push(text);
	}

	/** The responses to a request: none, or undefined, where the connection ended without one. */
	answered({ kind, uuid, isFramed }: FuzzRequest, responses: readonly (FuzzResponse | undefined)[]): void {
		const told = responses.length === 0 ? [undefined] : responses;
		for (const response of told) {
			const status = response?.status ?? 0;
			const name = `${kind} ${response === undefined ? "closed" : status}`;
			this.answers[name] = (this.answers[name] ?? 0) + 1;
			if (status === 204) this.#taken++;
			const problem = response === undefined ? undefined : problemOf(kind, isFramed, response);
			if (problem !== undefined) this.fault(`${kind} ${uuid}: ${status} ${problem}: ${response?.body.slice(0, 300)}`);
			if (kind === "plain" && status !== 204) this.fault(`plain ${uuid}: ${status}, not taken`);
		}
		if (kind !== "stranger" && (!isFramed || told.includes(undefined))) this.#unanswered++;
	}

	takeAlert(alert: string): void {
		this.alerts++;
		if (alert.includes("forged-")) this.fault(`an alert of a stranger's: ${alert}`);
	}

	/** Waits until all alerts have left, and compares what the object has counted with what was answered. */
	async settle(status: URL, token: string): Promise<void> {
		for (const end = Date.now() + PATIENCE; ; await sleep(250)) {
			const response = await fetch(status, { headers: { Authorization: `Bearer ${token}` } });
			const { okta, alerts } = STATUS.parse(await response.json());
			if (alerts.pending + alerts.held > 0 && Date.now() < end) continue;
			if (alerts.pending + alerts.held + alerts.dead > 0) this.fault(`alerts are left: ${JSON.stringify(alerts)}`);
			if (okta.deliveries < this.#taken || okta.deliveries > this.#taken + this.#unanswered) {
				this.fault(`${okta.deliveries} deliveries are stored, ${this.#taken} were answered with 204`);
			}
			return;
		}
	}
}

function problemOf(kind: FuzzRequest["kind"], isFramed: boolean, { status, body }: FuzzResponse): string | undefined {
	// A body that breaks off is answered with 503, so that Okta sends it again; strangers can send one where they sign in.
	const isDeliberate = !isFramed && status === 503;
	if (status >= 500 && !isDeliberate && !WORKERD_ITSELF.test(body)) return "from the Worker";
	if (kind !== "stranger") return undefined;
	if (body.includes("challenge-of-a-stranger")) return "answers a stranger's challenge";
	return status < 300 && !isPublic(status, body) ? "to a stranger" : undefined;
}

/** Whoever asks may know whether all is well, and where to sign in; the body of a HEAD's answer is empty. */
function isPublic(status: number, body: string): boolean {
	return (
		status === 200 && (body === "" || body.includes('{"status":"ok"}') || body.includes('action="/status/sign-in"'))
	);
}
