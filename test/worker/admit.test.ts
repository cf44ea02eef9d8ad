import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { admit } from "../../src/worker/admit.ts";
import { checkConfig } from "../../src/worker/config.ts";
import { loggedBy } from "./logged.ts";
import { pass, START } from "./system.ts";

const ADDRESS = "https://okta-falco.example.com/okta/events";
const DAY = 86_400;

const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
const CONFIG = checkConfig({
	OKTA_ORG_URL: "https://acme.okta.com",
	OKTA_HOOK_JWKS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] }),
	FALCOSIDEKICK_URL: "https://falcosidekick.example.com/",
});

/** A request with a token that is good for so many seconds from `START` on. */
async function request(seconds?: number): Promise<Request> {
	const claims = { iss: "https://acme.okta.com", aud: ADDRESS };
	const expiry = seconds === undefined ? {} : { exp: START / 1000 + seconds };
	const token = await new SignJWT({ ...claims, ...expiry })
		.setProtectedHeader({ alg: "EdDSA", kid: "one" })
		.sign(privateKey);
	return new Request(ADDRESS, { headers: { Authorization: `Bearer ${token}` } });
}

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => vi.restoreAllMocks());

test("what is let in is told which deliveries it may bring", async () => {
	expect(await admit(await request(), CONFIG)).toBe(CONFIG.intake);
});

describe("a token that expires", () => {
	test("within a month is warned of, once an hour", async () => {
		const logged = loggedBy("warn");
		for (let time = 0; time < 3; time++) await admit(await request(29 * DAY), CONFIG);
		expect(logged()).toMatchObject([
			{ message: expect.stringContaining("expires soon"), expires: new Date(START + 29 * DAY * 1000).toISOString() },
		]);
		pass(3_600_000);
		await admit(await request(29 * DAY), CONFIG);
		expect(logged()).toHaveLength(2);
	});

	test("later is not, nor is one that never does", async () => {
		pass(7_200_000);
		const logged = loggedBy("warn");
		await admit(await request(40 * DAY), CONFIG);
		await admit(await request(), CONFIG);
		expect(logged()).toEqual([]);
	});

	test("before now is refused, and the log says what to do", async () => {
		await expect(admit(await request(-1), CONFIG)).rejects.toMatchObject({
			status: 401,
			message: "the Authorization header's token has expired: make another with `npm run hook -- token`",
			answer: "unauthorized",
		});
	});
});

test("where the settings do not tell what to let in, nothing is", async () => {
	const config = checkConfig({ OKTA_HOOK_HEADER: "not a header" });
	await expect(admit(await request(), config)).rejects.toMatchObject({
		status: 503,
		message: expect.stringContaining("OKTA_HOOK_HEADER is not a name that a header can have"),
	});
});
