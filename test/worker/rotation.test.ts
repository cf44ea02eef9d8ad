import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, org } from "./system.ts";

const OLD = "the-old-secret-of-more-than-forty-characters";
const NEW = "the-new-secret-of-more-than-forty-characters";
const FIRST = { OKTA_HOOK_SECRET: "the-first-of-two-secrets-of-forty-characters" };
const ADDRESS = "https://okta-falco.example.com/okta/events";

const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
const OKTA_HOOK_JWKS = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] });
const TOKEN = await new SignJWT({ iss: "https://acme.okta.com", aud: ADDRESS })
	.setProtectedHeader({ alg: "EdDSA", kid: "one" })
	.sign(privateKey);

/** What is deployed, one `wrangler secret put` after the other, and the headers that Okta sends before and after. */
interface Rotation {
	readonly deployments: readonly Record<string, string>[];
	/** While this one of them is deployed, Okta is told. */
	readonly changed: number;
	readonly before: Record<string, string>;
	readonly after: Record<string, string>;
}

const second = (secret: string) => ({ Authorization: FIRST.OKTA_HOOK_SECRET, "X-Second": secret });

const ROTATIONS: Record<string, Rotation> = {
	"the secret": {
		deployments: [
			{ OKTA_HOOK_SECRET: OLD },
			{ OKTA_HOOK_SECRET: OLD, OKTA_HOOK_SECRET_PREVIOUS: OLD },
			{ OKTA_HOOK_SECRET: NEW, OKTA_HOOK_SECRET_PREVIOUS: OLD },
			{ OKTA_HOOK_SECRET: NEW },
		],
		changed: 2,
		before: { Authorization: OLD },
		after: { Authorization: NEW },
	},
	"the second header's secret": {
		deployments: [
			{ ...FIRST, OKTA_HOOK_HEADER_2: "X-Second", OKTA_HOOK_SECRET_2: OLD },
			{ ...FIRST, OKTA_HOOK_HEADER_2: "X-Second", OKTA_HOOK_SECRET_2: OLD, OKTA_HOOK_SECRET_2_PREVIOUS: OLD },
			{ ...FIRST, OKTA_HOOK_HEADER_2: "X-Second", OKTA_HOOK_SECRET_2: NEW, OKTA_HOOK_SECRET_2_PREVIOUS: OLD },
			{ ...FIRST, OKTA_HOOK_HEADER_2: "X-Second", OKTA_HOOK_SECRET_2: NEW },
		],
		changed: 2,
		before: second(OLD),
		after: second(NEW),
	},
	"a secret for tokens": {
		deployments: [
			{ OKTA_HOOK_SECRET: OLD },
			{ OKTA_HOOK_SECRET: OLD, OKTA_HOOK_JWKS },
			{ OKTA_HOOK_SECRET: "", OKTA_HOOK_JWKS },
		],
		changed: 1,
		before: { Authorization: OLD },
		after: { Authorization: `Bearer ${TOKEN}` },
	},
};

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

let deliveries = 0;

async function send(settings: Record<string, string>, headers: Record<string, string>): Promise<number> {
	const body = JSON.stringify(eventHook([logEvent({ uuid: `event-${deliveries++}` })]));
	const init = { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body };
	return (await app().request(ADDRESS, init, { ...env, ...settings } as Env, createExecutionContext())).status;
}

async function verify(settings: Record<string, string>, headers: Record<string, string>): Promise<number> {
	const challenge = { "X-Okta-Verification-Challenge": "again" };
	return (await app().request(ADDRESS, { headers: { ...headers, ...challenge } }, { ...env, ...settings } as Env))
		.status;
}

/** Deliveries that come all at once, to any of what is deployed and with any of what Okta sends. */
function traffic(
	deployed: readonly Record<string, string>[],
	sent: readonly Record<string, string>[],
): Promise<number[]> {
	const pairs = deployed.flatMap((settings) => sent.map((headers) => ({ settings, headers })));
	const times = Array.from({ length: 5 }, () => pairs).flat();
	return Promise.all(times.map(({ settings, headers }) => send(settings, headers)));
}

test.each(Object.entries(ROTATIONS))("no delivery is refused while %s gives way to another", async (_, rotation) => {
	const { deployments, changed, before, after } = rotation;
	loggedBy("info");
	deliveries = 0;
	const answers: number[] = [];
	for (const [at, settings] of deployments.entries()) {
		const sent = at <= changed ? [before] : [after];
		const last = deployments[at - 1];
		// While a deployment is rolled out, the one before it answers as well.
		if (last !== undefined) answers.push(...(await traffic([last, settings], sent)));
		answers.push(...(await traffic([settings], sent)));
		if (at !== changed) continue;
		// Okta has the hook verified anew, and what is under way still has the old one.
		expect(await verify(settings, after)).toBe(200);
		answers.push(...(await traffic([settings], [before, after])));
		answers.push(...(await traffic([settings], [after])));
	}
	expect(new Set(answers)).toEqual(new Set([204]));
	expect((await org().watch()).okta).toMatchObject({ deliveries: answers.length, events: answers.length });

	loggedBy("warn");
	expect(await send(deployments.at(-1) ?? {}, before)).toBe(401);
});
