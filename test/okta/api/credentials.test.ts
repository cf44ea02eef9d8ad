import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { OktaApi } from "../../../src/okta/api/client.ts";
import { type ApiSettings, readApiAccess } from "../../../src/okta/api/credentials.ts";
import { API_TOKEN, connect, ORG } from "../../fixtures/okta/connect.ts";

const CLIENT_ID = "0oa1service2app3id45d7";

async function jwkOf(alg: string) {
	const { privateKey } = await generateKeyPair(alg, { extractable: true });
	return { ...(await exportJWK(privateKey)), kid: "key-1" } as Record<string, unknown>;
}

const PRIVATE = await jwkOf("ES256");

function read(settings: ApiSettings) {
	return readApiAccess(settings, { org: ORG, scopes: [], transport: connect().transport });
}

describe("access to the API", () => {
	test("is by an API token, blanks around it or not", async () => {
		const { transport } = connect();
		const access = await readApiAccess({ OKTA_API_TOKEN: ` ${API_TOKEN}\n` }, { org: ORG, scopes: [], transport });
		if (!access.ok) throw new Error("refused");
		const api = new OktaApi({ org: ORG, authorization: access.authorization, transport });
		expect(await api.request("GET", "/api/v1/eventHooks")).toEqual([]);
	});

	test.each(["RS256", "ES256", "ES384"])("is by a service app's key for %s", async (alg) => {
		const { d, p, q, dp, dq, qi, ...publicKey } = await jwkOf(alg);
		const scopes = ["okta.eventHooks.read"];
		const { transport } = connect({ apps: [{ clientId: CLIENT_ID, keys: [publicKey], scopes }] });
		const OKTA_PRIVATE_KEY = JSON.stringify({ d, p, q, dp, dq, qi, ...publicKey });
		const access = await readApiAccess(
			{ OKTA_CLIENT_ID: CLIENT_ID, OKTA_PRIVATE_KEY },
			{ org: ORG, scopes, transport },
		);
		if (!access.ok) throw new Error("refused");
		const api = new OktaApi({ org: ORG, authorization: access.authorization, transport });
		expect(await api.request("GET", "/api/v1/eventHooks")).toEqual([]);
	});

	test("is by the token, where there is a key too", async () => {
		expect(await read({ OKTA_API_TOKEN: API_TOKEN, OKTA_PRIVATE_KEY: "{}" })).toMatchObject({ ok: true });
	});
});

const key = (changes: object) => ({
	OKTA_CLIENT_ID: CLIENT_ID,
	OKTA_PRIVATE_KEY: JSON.stringify({ ...PRIVATE, ...changes }),
});

test.each<[string, ApiSettings, keyof ApiSettings, RegExp]>([
	["nothing", { OKTA_API_TOKEN: "" }, "OKTA_API_TOKEN", /^is not set, nor are OKTA_CLIENT_ID and OKTA_PRIVATE_KEY/],
	["a token of two lines", { OKTA_API_TOKEN: "a\nb" }, "OKTA_API_TOKEN", /^is no token$/],
	["a key without an app", { OKTA_PRIVATE_KEY: "{}" }, "OKTA_CLIENT_ID", /^is not set/],
	["an app without a key", { OKTA_CLIENT_ID: CLIENT_ID }, "OKTA_PRIVATE_KEY", /^is not set/],
	[
		"an app's id of two words",
		{ OKTA_CLIENT_ID: "a b", OKTA_PRIVATE_KEY: "{}" },
		"OKTA_CLIENT_ID",
		/^is no client id$/,
	],
	[
		"PEM",
		{ OKTA_CLIENT_ID: CLIENT_ID, OKTA_PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----" },
		"OKTA_PRIVATE_KEY",
		/^is PEM: give/,
	],
	["no JSON", { OKTA_CLIENT_ID: CLIENT_ID, OKTA_PRIVATE_KEY: "[" }, "OKTA_PRIVATE_KEY", /^is no JSON: give/],
	["a public key", key({ d: undefined }), "OKTA_PRIVATE_KEY", /^is a public key/],
	["a key for something else", key({ kty: "OKP", crv: "Ed25519" }), "OKTA_PRIVATE_KEY", /^is no key that Okta takes/],
	["another algorithm", key({ alg: "HS256" }), "OKTA_PRIVATE_KEY", /^is no key that Okta takes/],
	["half a key", key({ x: "AA" }), "OKTA_PRIVATE_KEY", /missing or wrong/],
])("%s gives no access, and what is wrong is told without the value", async (_, settings, name, fault) => {
	const access = await read(settings);
	expect(access).toEqual({ ok: false, faults: [{ name, fault: expect.stringMatching(fault) }] });
	expect(JSON.stringify(access)).not.toContain(String(PRIVATE.d));
});
