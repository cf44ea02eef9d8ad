import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { checkCredentials, HEADER_MAX, type HookCredentials } from "../../src/okta/hook-credentials.ts";
import { parseHookKeys } from "../../src/okta/hook-keys.ts";

const SECRET = "the-secret-of-the-hook-of-forty-chars-now";
const SECOND = "the-second-secret-of-the-hook-of-forty-ch";
const ORG = "https://acme.okta.com";
const ADDRESS = "https://okta-falco.example.com/okta/events";

const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
const parsed = parseHookKeys(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] }));
if (!parsed.ok) throw new Error(parsed.faults.join());
const tokens = { keys: parsed.keys, issuer: ORG };

const expires = Math.floor(Date.now() / 1000) + 3600;
const token = await new SignJWT({ iss: ORG, aud: ADDRESS, exp: expires })
	.setProtectedHeader({ alg: "EdDSA", kid: "one" })
	.sign(privateKey);

const BY_SECRET: HookCredentials = {
	header: "Authorization",
	secrets: [SECRET],
	tokens: undefined,
	url: undefined,
	second: undefined,
};
const BY_TOKEN: HookCredentials = { ...BY_SECRET, secrets: [], tokens };
const BY_BOTH: HookCredentials = { ...BY_SECRET, tokens };
const BY_TWO: HookCredentials = { ...BY_SECRET, second: { header: "X-Second", secrets: [SECOND] } };

function check(credentials: HookCredentials, headers: Record<string, string>, address = ADDRESS) {
	return checkCredentials(new Request(address, { headers }), credentials);
}

describe("what is right is let in", () => {
	test.each<[string, HookCredentials, Record<string, string>]>([
		["a secret", BY_SECRET, { Authorization: SECRET }],
		["a secret and a second one", BY_TWO, { Authorization: SECRET, "X-Second": SECOND }],
		["a secret, while tokens are taken as well", BY_BOTH, { Authorization: SECRET }],
	])("%s", async (_, credentials, headers) => {
		expect(await check(credentials, headers)).toEqual({ ok: true, expires: undefined });
	});

	test.each<[string, HookCredentials, Record<string, string>]>([
		["a token", BY_TOKEN, { Authorization: `Bearer ${token}` }],
		["a token, while the secret is taken as well", BY_BOTH, { Authorization: `Bearer ${token}` }],
		["a token and a second secret", { ...BY_TWO, tokens }, { Authorization: `Bearer ${token}`, "X-Second": SECOND }],
		["a token in another header", { ...BY_TOKEN, header: "X-Okta" }, { "X-Okta": `Bearer ${token}` }],
	])("%s, and it is told when that expires", async (_, credentials, headers) => {
		expect(await check(credentials, headers)).toEqual({ ok: true, expires: expires * 1000 });
	});

	test("a token is for the address that is requested, without its query, or for the one that is configured", async () => {
		const headers = { Authorization: `Bearer ${token}` };
		expect(await check(BY_TOKEN, headers, `${ADDRESS}?x=1`)).toMatchObject({ ok: true });
		expect(await check(BY_TOKEN, headers, "https://other.example.com/okta/events")).toMatchObject({ ok: false });
		const configured = { ...BY_TOKEN, url: ADDRESS };
		expect(await check(configured, headers, "https://other.example.com/okta/events")).toMatchObject({ ok: true });
	});
});

describe("what is not is refused, and the log hears why", () => {
	test.each<[string, HookCredentials, Record<string, string>, RegExp]>([
		["no header", BY_SECRET, {}, /^there is no Authorization header/],
		["another secret", BY_SECRET, { Authorization: `${SECRET}x` }, /^the Authorization header has another secret$/],
		["a token where none is taken", BY_SECRET, { Authorization: `Bearer ${token}` }, /has another secret$/],
		["the secret where only tokens are taken", BY_TOKEN, { Authorization: SECRET }, /token is no bearer token$/],
		["no second header", BY_TWO, { Authorization: SECRET }, /^there is no X-Second header/],
		[
			"a wrong second secret",
			BY_TWO,
			{ Authorization: SECRET, "X-Second": SECRET },
			/^the X-Second header has another/,
		],
		["only the second secret", BY_TWO, { "X-Second": SECOND }, /^there is no Authorization header/],
		["the two the wrong way round", BY_TWO, { Authorization: SECOND, "X-Second": SECRET }, /^the Authorization header/],
		["nothing, where nothing is configured", { ...BY_SECRET, secrets: [] }, { Authorization: "" }, /another secret$/],
		[
			"a header that is too long to look at, though it is right",
			{ ...BY_SECRET, secrets: ["x".repeat(HEADER_MAX + 1)] },
			{ Authorization: "x".repeat(HEADER_MAX + 1) },
			/has more than 8192 characters$/,
		],
	])("%s", async (_, credentials, headers, reason) => {
		expect(await check(credentials, headers)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
	});
});
