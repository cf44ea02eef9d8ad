import { reset, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { inject, vi } from "vitest";
import { eventHook } from "../fixtures/event-hook.ts";
import type { Answer, RecordedRequest } from "../fixtures/scripted-answer.ts";

/** The whole system as a test meets it: Okta before it, a scripted Falcosidekick behind it, and the clock. */

export const SECRET = env.OKTA_HOOK_SECRET;

/** ADMIN_TOKEN, which vitest.config.ts sets. */
export const TOKEN = String((env as { readonly ADMIN_TOKEN?: string }).ADMIN_TOKEN);

const ENDPOINT = "https://okta-falco.example.com/okta/events";

/** Far ahead, so that alarms which are set by this clock never go off by the machine's own: tests drive them. */
export const START = Date.UTC(2040, 0, 1, 12);

const control = inject("scriptedServers");
const { at: server, url } = (await (await fetch(`${control}/new`, { method: "POST" })).json()) as {
	at: number;
	url: string;
};

/** Changes a variable for the objects that start from now on. */
export function setVariable(name: string, value: string): void {
	Object.assign(env, { [name]: value });
}

setVariable("FALCOSIDEKICK_URL", url);

/** An empty system, Falcosidekick willing, the clock at `START`. For `beforeEach`. */
export async function begin(): Promise<void> {
	vi.useFakeTimers({ toFake: ["Date"], now: START });
	await reset();
	await falcosidekick([]);
}

/** Tells Falcosidekick how to answer from now on, and has it forget what came. */
export async function falcosidekick(script: readonly Answer[], byBody: readonly (readonly [string, Answer])[] = []) {
	await fetch(`${control}/${server}`, { method: "POST", body: JSON.stringify({ script, byBody }) });
}

/** What came to Falcosidekick. */
export async function received(): Promise<readonly RecordedRequest[]> {
	const answer = await fetch(`${control}/${server}`);
	return ((await answer.json()) as { requests: RecordedRequest[] }).requests;
}

/** Bodies of what came, each as a JSON object. */
export async function receivedAlerts(): Promise<readonly Record<string, unknown>[]> {
	return (await received()).map(({ body }) => JSON.parse(body));
}

/** Has Okta deliver events; `init` and `envelope` change the request and the delivery. */
export function deliver(
	events: readonly unknown[],
	{ envelope, ...init }: RequestInit & { envelope?: Record<string, unknown> } = {},
): Promise<Response> {
	return exports.default.fetch(ENDPOINT, {
		method: "POST",
		headers: { "Content-Type": "application/json", Authorization: SECRET },
		body: JSON.stringify(eventHook(events, envelope)),
		...init,
	});
}

/** Any other request to the hook's address. */
export function request(init: RequestInit): Promise<Response> {
	return exports.default.fetch(ENDPOINT, init);
}

/** The org's object. */
export function org() {
	return env.OKTA_ORG.getByName("acme.okta.com");
}

/** Moves the clock on. */
export function pass(milliseconds: number): void {
	vi.setSystemTime(Date.now() + milliseconds);
}

/** Lets the alarm go off, whenever it is set for; false when none is. */
export function ring(): Promise<boolean> {
	return runDurableObjectAlarm(org());
}

/** Lets alarms go off as time passes, until the outbox is empty or so much time has gone by. */
export async function ringFor(milliseconds: number, step = 1_000): Promise<void> {
	for (let left = milliseconds; left >= 0; left -= step) {
		await ring();
		const { alerts } = await org().watch();
		if (alerts.pending + alerts.held === 0) return;
		pass(step);
	}
}
