import { randomUUID } from "node:crypto";
import * as z from "zod";
import { CHALLENGE_HEADER } from "../../src/okta/challenge.ts";
import type { SentHeaders } from "./sent-headers.ts";

/** How the Worker answers a challenge: it takes the headers, it refuses them, or something else is wrong. */
export type ChallengeResult =
	| { readonly kind: "taken" }
	| { readonly kind: "refused" | "broken"; readonly reason: string };

/** Okta waits as long. */
const TIMEOUT = 3_000;

/** Sends the challenge that Okta sends to verify a hook, with what Okta is to send, and reads the answer as Okta does. */
export async function challenge(url: URL, { authScheme, headers }: SentHeaders): Promise<ChallengeResult> {
	const asked = randomUUID();
	const sent = new Headers({ [CHALLENGE_HEADER]: asked, [authScheme.key]: authScheme.value });
	for (const { key, value } of headers) sent.set(key, value);
	try {
		const response = await fetch(url, { headers: sent, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
		const text = await response.text();
		if (response.status === 200 && verificationIn(text) === asked) return { kind: "taken" };
		if (response.status === 401) return { kind: "refused", reason: REASONS[401] ?? "" };
		const reason = REASONS[response.status] ?? `it answers ${response.status}, and does not repeat the challenge`;
		return { kind: "broken", reason };
	} catch (error) {
		return { kind: "broken", reason: reasonOf(error) };
	}
}

/** By the Worker's status (src/worker/app.ts). */
const REASONS: Readonly<Record<number, string>> = {
	302: "it is behind a login: Okta must reach /okta/events without one",
	401: "it has another secret: npx wrangler secret put OKTA_HOOK_SECRET, with the one that Okta is to send",
	404: "there is no hook at this address: it ends with /okta/events",
	503: "it is not configured: its log says what is missing (npx wrangler tail)",
};

function verificationIn(text: string): string | undefined {
	try {
		return z.object({ verification: z.string() }).parse(JSON.parse(text)).verification;
	} catch {
		return undefined;
	}
}

function reasonOf(error: unknown): string {
	if (error instanceof Error && error.name === "TimeoutError") return `it does not answer within ${TIMEOUT / 1_000} s`;
	const { cause } = error as { readonly cause?: unknown };
	return `it does not answer: ${cause instanceof Error ? cause.message : "the connection failed"}`;
}
