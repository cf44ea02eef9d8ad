import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { exportJWK, generateKeyPair, importJWK, UnsecuredJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { adminGate } from "../../src/worker/admin-gate.ts";
import type { OperatorVariables } from "../../src/worker/operator.ts";
import { Refusal } from "../../src/worker/refusal.ts";
import { ACCESS, assertion, CERTS, claims, team } from "./access-team.ts";
import { loggedBy } from "./logged.ts";
import { begin, falcosidekick, received, TOKEN } from "./system.ts";

const SETTINGS = { ...ACCESS, ADMIN_TOKEN: "" };

const teamKeyForRs512 = (await importJWK(await exportJWK(team.privateKey), "RS512")) as CryptoKey;
const stranger = await generateKeyPair("RS256");

/** The doors, behind a gate that asks a server on loopback for the team's keys. */
function doors() {
	const app = new Hono<{ Bindings: Env; Variables: OperatorVariables }>();
	app.use(adminGate({ certsUrl: () => new URL("certs", env.FALCOSIDEKICK_URL) }));
	app.all("/admin/status", (c) => c.json({ operator: c.var.operator }));
	app.onError((error, c) => c.json({ error: error.message }, error instanceof Refusal ? error.status : 500));
	return app;
}

interface Ask {
	readonly headers?: Record<string, string>;
	readonly method?: string;
	readonly settings?: Record<string, unknown>;
}

async function ask(app: ReturnType<typeof doors>, { headers = {}, method = "GET", settings = SETTINGS }: Ask) {
	const response = await app.request("https://okta-falco.example.com/admin/status", { method, headers }, {
		...env,
		...settings,
	} as Env);
	return { status: response.status, ...((await response.json()) as { operator?: string; error?: string }) };
}

beforeEach(async () => {
	await begin();
	await falcosidekick([{ body: CERTS }, { body: CERTS }]);
});
afterEach(() => vi.restoreAllMocks());

describe("ADMIN_TOKEN", () => {
	const settings = { ADMIN_TOKEN: TOKEN };

	test("as a bearer token lets in", async () => {
		expect(await ask(doors(), { headers: { Authorization: `Bearer ${TOKEN}` }, settings })).toEqual({
			status: 200,
			operator: "ADMIN_TOKEN",
		});
	});

	test.each([
		["nothing", {}],
		["another token", { Authorization: `Bearer ${TOKEN}x` }],
		["a token without its scheme", { Authorization: TOKEN }],
		["an empty token", { Authorization: "Bearer " }],
	])("%s does not", async (_, headers: Record<string, string>) => {
		expect(await ask(doors(), { headers, settings })).toMatchObject({ status: 401 });
	});

	test("alone takes nobody's word for Cloudflare Access", async () => {
		expect(await ask(doors(), { headers: await assertion(), settings })).toMatchObject({ status: 401 });
		expect(await received()).toEqual([]);
	});
});

describe("Cloudflare Access", () => {
	test("lets in whom it let in, by keys that are fetched once", async () => {
		const app = doors();
		for (let time = 0; time < 3; time++) {
			expect(await ask(app, { headers: await assertion() })).toEqual({
				status: 200,
				operator: "Cloudflare Access user-1",
			});
		}
		expect(await received()).toMatchObject([{ method: "GET", path: "/certs" }]);
	});

	test("lets in a service, which has a name and no user's id", async () => {
		const headers = await assertion(claims({ sub: "", common_name: "soc.access" }));
		expect(await ask(doors(), { headers })).toEqual({ status: 200, operator: "Cloudflare Access soc.access" });
	});

	test("stands beside ADMIN_TOKEN: either lets in", async () => {
		const settings = { ...SETTINGS, ADMIN_TOKEN: TOKEN };
		const app = doors();
		expect(await ask(app, { headers: await assertion(), settings })).toMatchObject({ status: 200 });
		expect(await ask(app, { headers: { Authorization: `Bearer ${TOKEN}` }, settings })).toMatchObject({ status: 200 });
		expect(await ask(app, { headers: {}, settings })).toMatchObject({ status: 401 });
	});

	test.each<[string, () => Promise<Record<string, string>>]>([
		["nothing", async () => ({})],
		["a bearer token where none is configured", async () => ({ Authorization: `Bearer ${TOKEN}` })],
		["what is no token", async () => ({ "Cf-Access-Jwt-Assertion": "x" })],
		["alg none", async () => ({ "Cf-Access-Jwt-Assertion": new UnsecuredJWT(claims()).encode() })],
		["somebody else's key", () => assertion(claims(), stranger.privateKey)],
		["another algorithm of the same key", () => assertion(claims(), teamKeyForRs512, "team key", "RS512")],
		["a key nobody knows", () => assertion(claims(), stranger.privateKey, "other key")],
		["another application", () => assertion(claims({ aud: ["f".repeat(64)] }))],
		["another team", () => assertion(claims({ iss: "https://evil.cloudflareaccess.com" }))],
		["a session that is over", () => assertion(claims({ exp: Math.floor(Date.now() / 1000) - 1 }))],
		["a session without an end", () => assertion(claims({ exp: undefined }))],
		["a session to come", () => assertion(claims({ nbf: Math.floor(Date.now() / 1000) + 600 }))],
	])("%s is refused", async (_, headers) => {
		expect(await ask(doors(), { headers: await headers() })).toEqual({ status: 401, error: expect.any(String) });
	});

	test("whose keys cannot be had lets nobody in, and the log says so", async () => {
		const logged = loggedBy("error");
		await falcosidekick([{ status: 500 }]);
		expect(await ask(doors(), { headers: await assertion() })).toMatchObject({ status: 401 });
		expect(logged()).toMatchObject([{ message: "the keys of Cloudflare Access cannot be had", team: "acme" }]);
	});
});

describe("another site's page cannot use an operator's session", () => {
	test.each<[string, string, Record<string, string>, number]>([
		["its own page may", "POST", { Origin: "https://okta-falco.example.com", "Sec-Fetch-Site": "same-origin" }, 200],
		["what is no browser may", "POST", {}, 200],
		["another site's form may not", "POST", { Origin: "https://evil.example" }, 403],
		["a page that hides its site may not", "POST", { Origin: "null" }, 403],
		["a browser that says nothing of the page may not", "POST", { "Sec-Fetch-Site": "cross-site" }, 403],
		["a link to here may be followed", "GET", { "Sec-Fetch-Site": "cross-site" }, 200],
	])("%s", async (_, method, headers, status) => {
		expect(await ask(doors(), { method, headers: { ...headers, ...(await assertion()) } })).toMatchObject({ status });
	});

	test("a bearer token, which no browser sends by itself, may come from anywhere", async () => {
		const headers = { Authorization: `Bearer ${TOKEN}`, Origin: "https://elsewhere.example" };
		expect(await ask(doors(), { method: "POST", headers, settings: { ADMIN_TOKEN: TOKEN } })).toMatchObject({
			status: 200,
		});
	});
});

test("where neither is configured the doors are not there", async () => {
	const settings = { ADMIN_TOKEN: "", CF_ACCESS_TEAM: "", CF_ACCESS_AUD: "" };
	expect(await ask(doors(), { headers: await assertion(), settings })).toMatchObject({ status: 404 });
	expect(await received()).toEqual([]);
});
