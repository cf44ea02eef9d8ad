import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject, vi } from "vitest";
import worker from "../../src/index.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import type { OktaCommand, OktaReport } from "../fixtures/okta/command.ts";
import type { RecordedCall } from "../fixtures/okta/okta-simulator.ts";
import { setVariable } from "./system.ts";

/** The org whose System Log the Worker reads, as a test meets it. */

export const ORG = "https://acme.okta.com";

export const API_TOKEN = "00simulated-api-token-of-acme";

const control = inject("scriptedServers");
let address = "";
const real = globalThis.fetch;

/** Lets the Worker read the log, in all tests of the file. */
export function readsTheLog(): void {
	setVariable("OKTA_API_TOKEN", API_TOKEN);
}

/** A new org that answers at its own address, with an empty log. For `beforeEach`, after the clock is set. */
export async function beginOkta(): Promise<void> {
	const made = await real(`${control}/okta/new`, { method: "POST" });
	address = `${control}/okta/${((await made.json()) as { at: number }).at}`;
	const { url } = await okta({ apiTokens: [API_TOKEN], linkOrigin: ORG });
	vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
		const asked = new URL(input instanceof Request ? input.url : input);
		return asked.origin === ORG ? real(new URL(`${asked.pathname}${asked.search}`, url), init) : real(input, init);
	});
}

/** Tells the org what to do. Its clock is the test's. */
export async function okta(command: OktaCommand = {}): Promise<OktaReport> {
	const answer = await real(address, { method: "POST", body: JSON.stringify({ now: Date.now(), ...command }) });
	return answer.json();
}

/** Has events stand in the log. */
export async function logged(...append: readonly JsonObject[]): Promise<void> {
	await okta({ append });
}

/** The calls that came to the log's address since the last time that this was asked. */
export async function calls(): Promise<readonly RecordedCall[]> {
	return (await okta({ forget: true })).calls;
}

/** What a call asked for. */
export function queryOf(call: RecordedCall | undefined): Readonly<Record<string, string>> {
	return Object.fromEntries(new URL(call?.path ?? "", ORG).searchParams);
}

/** Lets the cron go off. */
export async function cron(): Promise<void> {
	await okta();
	await worker.scheduled(createScheduledController({ cron: "*/5 * * * *" }), env);
}
