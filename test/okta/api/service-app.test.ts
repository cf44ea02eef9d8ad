import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, test, vi } from "vitest";
import type { OktaApi } from "../../../src/okta/api/client.ts";
import { ServiceApp } from "../../../src/okta/api/service-app.ts";
import { collect } from "../../fixtures/collect.ts";
import { type ConnectOptions, connect, ORG } from "../../fixtures/okta/connect.ts";
import type { App } from "../../fixtures/okta/token-endpoint.ts";

const CLIENT_ID = "0oa1service2app3id45d7";
const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
const APP: App = {
	clientId: CLIENT_ID,
	keys: [{ ...(await exportJWK(publicKey)), kid: "key-1" }],
	scopes: ["okta.eventHooks.read", "okta.logs.read"],
};

/** The org, and a client that asks as the app does. `app` is what the org knows of it. */
function connectApp(app: Partial<App> = {}, scopes = ["okta.eventHooks.read"], options: ConnectOptions = {}) {
	const key = { key: privateKey, alg: "ES256", kid: "key-1" };
	return connect({
		apps: [{ ...APP, ...app }],
		authorization: (transport) => new ServiceApp({ org: ORG, clientId: CLIENT_ID, key, scopes, transport }),
		...options,
	});
}

const list = (api: OktaApi) => api.request("GET", "/api/v1/eventHooks");
const paths = (calls: readonly { path: string; status: number }[]) =>
	calls.map(({ path, status }) => `${status} ${path}`);

const TOKEN = "/oauth2/v1/token";
const HOOKS = "/api/v1/eventHooks";

describe("a service app", () => {
	test("gets a token for its key, and keeps it", async () => {
		const { api, org } = connectApp();
		for (let call = 0; call < 3; call++) expect(await list(api)).toEqual([]);
		expect(paths(org.calls)).toEqual([`200 ${TOKEN}`, `200 ${HOOKS}`, `200 ${HOOKS}`, `200 ${HOOKS}`]);
		expect([...org.tokens.tokens.values()]).toMatchObject([
			{ scopes: ["okta.eventHooks.read"], thumbprint: undefined },
		]);
	});

	test("asks once, however many ask for the token at once", async () => {
		const { api, org } = connectApp();
		await Promise.all([list(api), list(api), list(api)]);
		expect(org.calls.filter(({ path }) => path === TOKEN)).toHaveLength(1);
	});

	test("gets another token five minutes before the first expires", async () => {
		vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 2, 2) });
		try {
			const { api, org } = connectApp();
			await list(api);
			vi.setSystemTime(Date.now() + 54 * 60_000);
			await list(api);
			expect(org.tokens.tokens.size).toBe(1);
			vi.setSystemTime(Date.now() + 60_000);
			await list(api);
			expect(org.tokens.tokens.size).toBe(2);
		} finally {
			vi.useRealTimers();
		}
	});

	test("gets another token when its own was revoked", async () => {
		const { api, org } = connectApp();
		await list(api);
		org.tokens.tokens.clear();
		expect(await list(api)).toEqual([]);
		expect(paths(org.calls.slice(2))).toEqual([`401 ${HOOKS}`, `200 ${TOKEN}`, `200 ${HOOKS}`]);
	});

	test("does not ask for ever when no token is good", async () => {
		const { api, org } = connectApp();
		const forget = org.tokens.tokens.set.bind(org.tokens.tokens);
		org.tokens.tokens.set = (name, token) => forget(name, { ...token, expires: 0 });
		await expect(list(api)).rejects.toMatchObject({ status: 401, code: "E0000011" });
		expect(org.calls).toHaveLength(4);
	});

	test("may try again after a failure", async () => {
		const { api, org } = connectApp();
		org.script.push(Response.json({ error: "server_error" }, { status: 500 }));
		await expect(list(api)).rejects.toThrow(`POST acme.okta.com${TOKEN}: 500. server_error`);
		expect(await list(api)).toEqual([]);
	});
});

describe("an app that must prove possession of a key", () => {
	test("does so at the token endpoint and with each request", async () => {
		const { api, org } = connectApp({ dpop: true });
		await list(api);
		await list(api);
		expect(paths(org.calls)).toEqual([`400 ${TOKEN}`, `400 ${TOKEN}`, `200 ${TOKEN}`, `200 ${HOOKS}`, `200 ${HOOKS}`]);
		expect([...org.tokens.tokens.values()]).toMatchObject([{ thumbprint: expect.stringMatching(/^[\w-]{43}$/) }]);
	});

	test("keeps the nonce for the next token, and takes a new one when Okta has it", async () => {
		const { api, org } = connectApp({ dpop: true });
		await list(api);
		org.tokens.tokens.clear();
		await list(api);
		expect(paths(org.calls.slice(4))).toEqual([`401 ${HOOKS}`, `200 ${TOKEN}`, `200 ${HOOKS}`]);
		org.tokens.tokens.clear();
		org.tokens.nonce = "nonce-2";
		await list(api);
		expect(paths(org.calls.slice(7))).toEqual([`401 ${HOOKS}`, `400 ${TOKEN}`, `200 ${TOKEN}`, `200 ${HOOKS}`]);
	});

	test("repeats the API's nonce, should it ask for one", async () => {
		const { api, org } = connectApp({ dpop: true });
		org.admission.nonce = "api-nonce-1";
		expect(await list(api)).toEqual([]);
		org.admission.nonce = "api-nonce-2";
		expect(await list(api)).toEqual([]);
		expect(org.calls.filter(({ path }) => path === TOKEN)).toHaveLength(3);
	});

	test("proves it to each page of a list", async () => {
		const { api, org } = connectApp({ dpop: true }, ["okta.logs.read"]);
		for (let at = 0; at < 3; at++) org.log.append({ uuid: String(at), published: new Date().toISOString() });
		const path = `/api/v1/logs?until=${new Date(Date.now() + 60_000).toISOString()}&limit=1`;
		expect(await collect(api.list(path))).toHaveLength(3);
	});
});

describe("Okta's refusal of an app is told", () => {
	test.each([
		[
			"when it does not know the app",
			{ clientId: "another" },
			["okta.eventHooks.read"],
			/401\. invalid_client: .*Check OKTA_CLIENT_ID/,
		],
		["when it does not know the key", { keys: [] }, ["okta.eventHooks.read"], /401\. invalid_client: /],
		["when a scope is not granted", {}, ["okta.eventHooks.manage"], /400\. invalid_scope: .*Grant the scope/],
		["when the scope is for something else", {}, ["okta.logs.read"], /403\. E0000006: .*Grant the scope/],
	])("%s", async (_, app, scopes, message) => {
		const { api } = connectApp(app, scopes);
		await expect(list(api)).rejects.toThrow(message);
	});

	test("when what it answers is no token", async () => {
		for (const body of [{}, { access_token: "a b", expires_in: 3600 }, { access_token: "ab", expires_in: -1 }]) {
			const { api, org } = connectApp();
			org.script.push(Response.json({ token_type: "Bearer", ...body }));
			await expect(list(api)).rejects.toThrow("the answer has no access token");
		}
	});

	test("and when it wants a proof that it does not take", async () => {
		const { api, org } = connectApp({ dpop: true });
		const refusal = () =>
			Response.json({ error: "use_dpop_nonce" }, { status: 400, headers: { "dpop-nonce": "again" } });
		org.script.push(refusal(), refusal(), refusal(), refusal());
		await expect(list(api)).rejects.toThrow(`POST acme.okta.com${TOKEN}: 400. use_dpop_nonce`);
		expect(org.calls).toHaveLength(3);
	});
});
