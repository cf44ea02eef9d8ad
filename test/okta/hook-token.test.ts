import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { HOOK_ALGORITHMS, parseHookKeys } from "../../src/okta/hook-keys.ts";
import { checkHookToken, type HookTokens } from "../../src/okta/hook-token.ts";

const ISSUER = "https://acme.okta.com";
const AUDIENCE = "https://okta-falco.example.com/okta/events";
const NOW = Math.floor(Date.now() / 1000);
const CLAIMS: JWTPayload = { iss: ISSUER, aud: AUDIENCE, iat: NOW, exp: NOW + 3600 };

const pairs = Object.fromEntries(
	await Promise.all(
		HOOK_ALGORITHMS.map(async (alg) => [alg, await generateKeyPair(alg, { extractable: true })] as const),
	),
);
const stranger = await generateKeyPair("EdDSA");

const keys = await Promise.all(
	HOOK_ALGORITHMS.map(async (alg) => ({ ...(await exportJWK(pairs[alg]!.publicKey)), kid: `key of ${alg}` })),
);

function tokens(given: readonly object[] = keys): HookTokens {
	const parsed = parseHookKeys(JSON.stringify({ keys: given }));
	if (!parsed.ok) throw new Error(parsed.faults.join());
	return { keys: parsed.keys, issuer: ISSUER };
}

function signed(
	claims: { [Claim in keyof JWTPayload]: JWTPayload[Claim] | undefined },
	header: { alg?: string; kid?: string } = {},
	key = pairs.EdDSA!.privateKey,
) {
	const protectedHeader = { alg: "EdDSA", kid: "key of EdDSA", ...header };
	return new SignJWT(claims as JWTPayload).setProtectedHeader(protectedHeader).sign(key);
}

/** A token signed with HMAC, whose secret is text that everybody may know: the public key. */
async function signedWithPublicKey(text: string): Promise<string> {
	return new SignJWT(CLAIMS)
		.setProtectedHeader({ alg: "HS256", kid: "key of RS256" })
		.sign(new TextEncoder().encode(text));
}

const GOOD = await signed(CLAIMS);

const check = (value: string | null, given = tokens()) => checkHookToken(value, given, AUDIENCE);

describe("checkHookToken", () => {
	test.each(HOOK_ALGORITHMS)("accepts a valid token signed with %s, and says when it expires", async (alg) => {
		const token = await signed(CLAIMS, { alg, kid: `key of ${alg}` }, pairs[alg]!.privateKey);
		expect(await check(`Bearer ${token}`)).toEqual({ ok: true, expires: (NOW + 3600) * 1000 });
	});

	test("accepts one that never expires, one for several addresses, and any case of the scheme's name", async () => {
		expect(await check(`Bearer ${await signed({ iss: ISSUER, aud: AUDIENCE })}`)).toEqual({ ok: true });
		expect(await check(`bearer ${await signed({ ...CLAIMS, aud: [AUDIENCE, "https://x.example/"] })}`)).toMatchObject({
			ok: true,
		});
	});

	const withoutKid = async () => new SignJWT(CLAIMS).setProtectedHeader({ alg: "EdDSA" }).sign(pairs.EdDSA!.privateKey);
	const rsaKey = async () => exportSPKI(pairs.RS256!.publicKey);
	test.each<[string, () => Promise<string>, RegExp]>([
		["alg none", async () => new UnsecuredJWT(CLAIMS).encode(), /is no bearer token/],
		[
			"alg none, with a signature all the same",
			async () => `${btoa('{"alg":"none","kid":"key of EdDSA"}')}.${GOOD.split(".")[1]}.AAAA`.replaceAll("=", ""),
			/is not signed with one of/,
		],
		[
			"HS256 with the public key for a secret",
			async () => signedWithPublicKey(await rsaKey()),
			/is not signed with one of/,
		],
		[
			"HS256 with the key set for a secret",
			async () => signedWithPublicKey(JSON.stringify(keys[2])),
			/is not signed with one of/,
		],
		["another aud", () => signed({ ...CLAIMS, aud: "https://elsewhere.example.com/okta/events" }), /a wrong aud/],
		["an aud that only begins alike", () => signed({ ...CLAIMS, aud: `${AUDIENCE}/` }), /a wrong aud/],
		["no aud", () => signed({ ...CLAIMS, aud: undefined }), /a wrong aud/],
		["another iss", () => signed({ ...CLAIMS, iss: "https://evil.okta.com" }), /a wrong iss/],
		["no iss", () => signed({ ...CLAIMS, iss: undefined }), /a wrong iss/],
		["an exp that is past", () => signed({ ...CLAIMS, exp: NOW - 1 }), /has expired/],
		["an nbf to come", () => signed({ ...CLAIMS, nbf: NOW + 600 }), /a wrong nbf/],
		["an unknown kid", () => signed(CLAIMS, { kid: "key of nobody" }), /a key that is not in/],
		["no kid", withoutKid, /a key that is not in/],
		["the kid of another key", () => signed(CLAIMS, { kid: "key of ES256" }), /a key that is not in/],
		["the kid of a key that did not sign it", () => signed(CLAIMS, {}, stranger.privateKey), /a wrong signature/],
		[
			"claims changed after it was signed",
			async () =>
				GOOD.replace(/\.[^.]+\./, `.${btoa(JSON.stringify({ ...CLAIMS, exp: NOW + 9999 })).replaceAll("=", "")}.`),
			/a wrong signature/,
		],
	])("refuses %s", async (_, token, reason) => {
		expect(await check(`Bearer ${await token()}`)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
	});

	test("refuses a token without a kid even where there is but one key", async () => {
		expect(await check(`Bearer ${await withoutKid()}`, tokens([keys[0]!]))).toMatchObject({ ok: false });
	});

	test.each([
		["no header", null],
		["an empty header", ""],
		["a token without its scheme", GOOD],
		["another scheme", `Basic ${GOOD}`],
		["two tokens", `Bearer ${GOOD}, Bearer ${GOOD}`],
		["what is no token", "Bearer a.b.c"],
	])("refuses %s", async (_, value) => {
		expect(await check(value)).toMatchObject({ ok: false });
	});

	test("no reason repeats any of the token", async () => {
		const token = await signed({ ...CLAIMS, iss: "https://hunter2.okta.com" });
		expect(JSON.stringify(await check(`Bearer ${token}`))).not.toMatch(/hunter2|eyJ/);
	});
});
