import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { UnsecuredJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type PageVariables, pageGate } from "../../src/worker/page-gate.ts";
import { Refusal } from "../../src/worker/refusal.ts";
import { beginSession, type SessionScope, signSession } from "../../src/worker/session.ts";
import { ACCESS, assertion, CERTS } from "./access-team.ts";
import { begin, falcosidekick, org, pass, TOKEN } from "./system.ts";

const HOST = "okta-falco.example.com";
const SCOPE: SessionScope = { secret: TOKEN, host: HOST };
const HOUR = 3_600_000;

const NAVIGATION = { "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", Accept: "text/html" };
const FROM_OUR_PAGE = { ...NAVIGATION, Origin: `https://${HOST}`, "Sec-Fetch-Site": "same-origin" };
const FROM_ELSEWHERE = { ...NAVIGATION, Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };

interface Ask {
	readonly headers?: Record<string, string>;
	readonly method?: string;
	readonly url?: string;
	readonly settings?: Record<string, unknown>;
}

/** Asks for what is behind the gate; 200 where that is reached. */
async function ask({ headers = {}, method = "GET", url = `https://${HOST}/status`, settings = {} }: Ask) {
	const app = new Hono<{ Bindings: Env; Variables: PageVariables }>();
	app.use(pageGate({ certsUrl: () => new URL("certs", env.FALCOSIDEKICK_URL) }));
	app.all("*", (c) => c.json({ operator: c.var.operator, session: c.var.session?.id }));
	app.onError((error, c) => c.json({ error: error.message }, error instanceof Refusal ? error.status : 500));
	const bindings = { ...env, ADMIN_TOKEN: TOKEN, ...settings } as Env;
	const response = await app.request(url, { method, headers }, bindings);
	const { status } = response;
	const [cookie] = response.headers.getSetCookie();
	const location = response.headers.get("Location");
	return { status, location, cookie, body: status === 303 ? undefined : ((await response.json()) as object) };
}

const bySession = async (session = beginSession(Date.now()), scope = SCOPE) => ({
	Cookie: `__Host-okta-falco=${await signSession(session, scope)}`,
});

beforeEach(async () => {
	await begin();
	await falcosidekick([{ body: CERTS }, { body: CERTS }]);
});
afterEach(() => vi.restoreAllMocks());

describe("lets in", () => {
	test("a session", async () => {
		const session = beginSession(Date.now());
		expect(await ask({ headers: await bySession(session) })).toMatchObject({
			status: 200,
			body: { operator: "ADMIN_TOKEN", session: session.id },
		});
	});

	test("ADMIN_TOKEN as a bearer token", async () => {
		const { status, body } = await ask({ headers: { Authorization: `Bearer ${TOKEN}` } });
		expect([status, body]).toEqual([200, { operator: "ADMIN_TOKEN" }]);
	});

	test("whom Cloudflare Access let in, with and without ADMIN_TOKEN beside it", async () => {
		for (const settings of [ACCESS, { ...ACCESS, ADMIN_TOKEN: "" }]) {
			const { status, body } = await ask({ headers: await assertion(), settings });
			expect([status, body]).toEqual([200, { operator: "Cloudflare Access user-1" }]);
		}
	});

	test("a session whose browser sends more than that", async () => {
		const headers = { ...(await bySession()), Authorization: "Bearer of-something-else" };
		expect(await ask({ headers, settings: ACCESS })).toMatchObject({ status: 200 });
	});
});

describe("does not let in", () => {
	test.each<[string, () => Promise<Record<string, string>>]>([
		["nothing", async () => ({})],
		["another bearer token", async () => ({ Authorization: `Bearer ${TOKEN}x` })],
		["ADMIN_TOKEN as a cookie", async () => ({ Cookie: `__Host-okta-falco=${TOKEN}` })],
		["an empty cookie", async () => ({ Cookie: "__Host-okta-falco=" })],
		["a session under a name that any host could set", async () => ({ Cookie: (await bySession()).Cookie.slice(7) })],
		["a session that is over", () => bySession(beginSession(Date.now() - HOUR))],
		["a session of another ADMIN_TOKEN", () => bySession(undefined, { ...SCOPE, secret: `${TOKEN}x` })],
		["a session of another host", () => bySession(undefined, { ...SCOPE, host: "evil.example" })],
		[
			"a session that nobody signed",
			async () => ({
				Cookie: `__Host-okta-falco=${new UnsecuredJWT({
					iss: "okta-falco",
					aud: `${HOST}/status`,
					jti: "x",
					auth_time: Date.now() / 1_000,
					exp: Date.now() / 1_000 + 60,
				}).encode()}`,
			}),
		],
		["the word of Cloudflare Access, which is not configured", () => assertion()],
	])("%s", async (_, headers) => {
		expect(await ask({ headers: await headers() })).toMatchObject({ status: 401, body: { error: expect.any(String) } });
		expect(await ask({ headers: { ...(await headers()), ...NAVIGATION } })).toMatchObject({
			status: 303,
			location: "/status/sign-in",
		});
	});

	test("a session where there is only Cloudflare Access, nor is there a way to begin one", async () => {
		const settings = { ...ACCESS, ADMIN_TOKEN: "" };
		expect(await ask({ headers: { ...(await bySession()), ...NAVIGATION }, settings })).toMatchObject({ status: 401 });
	});

	test("anybody where nothing is configured: there is no page", async () => {
		const headers = { ...(await bySession()), ...NAVIGATION, Authorization: "Bearer " };
		expect(await ask({ headers, settings: { ADMIN_TOKEN: "" } })).toMatchObject({ status: 404 });
	});

	test("a session that was ended", async () => {
		const session = beginSession(Date.now());
		await org().endSession(session.id, Date.now() + 12 * HOUR);
		expect(await ask({ headers: await bySession(session) })).toMatchObject({ status: 401 });
		expect(await ask({ headers: await bySession() })).toMatchObject({ status: 200 });
	});
});

describe("a browser that is sent to sign in", () => {
	test("comes back to what it asked for", async () => {
		const url = `https://${HOST}/status/alerts/u:R?x=1`;
		expect(await ask({ headers: NAVIGATION, url })).toMatchObject({
			status: 303,
			location: "/status/sign-in?to=%2Fstatus%2Falerts%2Fu%3AR%3Fx%3D1",
		});
	});

	test("is one that shows what it gets: a script on the page is told instead", async () => {
		const headers = { "Sec-Fetch-Mode": "cors", Accept: "text/html" };
		expect(await ask({ headers })).toMatchObject({ status: 401 });
	});

	test("may be an old one", async () => {
		expect(await ask({ headers: { Accept: "text/html,*/*" } })).toMatchObject({ status: 303 });
	});
});

describe("what changes something", () => {
	const post = (headers: Record<string, string>, settings = {}) => ask({ method: "POST", headers, settings });

	test("may come from our page", async () => {
		expect(await post({ ...(await bySession()), ...FROM_OUR_PAGE })).toMatchObject({ status: 200 });
		expect(await post({ ...(await assertion()), ...FROM_OUR_PAGE }, ACCESS)).toMatchObject({ status: 200 });
	});

	test.each<[string, Record<string, string>]>([
		["from elsewhere", FROM_ELSEWHERE],
		["from a page that hides where it is", { ...FROM_ELSEWHERE, Origin: "null" }],
		["without a word of where it comes from", {}],
	])("may not come %s", async (_, headers) => {
		expect(await post({ ...(await bySession()), ...headers })).toMatchObject({ status: 403 });
		expect(await post({ ...(await assertion()), ...headers }, ACCESS)).toMatchObject({ status: 403 });
	});

	test("may come from anywhere with a bearer token, which no browser sends by itself", async () => {
		expect(await post({ Authorization: `Bearer ${TOKEN}` })).toMatchObject({ status: 200 });
	});

	test("is lost when the session is over: who signs in anew is at the page again", async () => {
		expect(
			await ask({ method: "POST", headers: FROM_OUR_PAGE, url: `https://${HOST}/status/alerts/x/replay` }),
		).toMatchObject({
			status: 303,
			location: "/status/sign-in",
		});
	});
});

test("a link from elsewhere may be followed, and a WebSocket from elsewhere not opened", async () => {
	const headers = { ...(await bySession()), ...FROM_ELSEWHERE };
	expect(await ask({ headers })).toMatchObject({ status: 200 });
	expect(await ask({ headers: { ...headers, Upgrade: "WebSocket" } })).toMatchObject({ status: 403 });
	expect(await ask({ headers: { ...(await bySession()), Upgrade: "websocket" } })).toMatchObject({ status: 403 });
	expect(await ask({ headers: { ...headers, ...FROM_OUR_PAGE, Upgrade: "websocket" } })).toMatchObject({ status: 200 });
});

describe("a session that is used", () => {
	test("is renewed, with the same id, every five minutes", async () => {
		const session = beginSession(Date.now());
		const headers = await bySession(session);
		pass(4 * 60_000);
		expect(await ask({ headers })).toMatchObject({ status: 200, cookie: undefined });
		pass(60_000);
		const { cookie } = await ask({ headers });
		expect(cookie).toMatch(/^__Host-okta-falco=\S+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
		pass(HOUR - 1);
		expect(await ask({ headers })).toMatchObject({ status: 401 });
		expect(await ask({ headers: { Cookie: cookie?.split(";")[0] ?? "" } })).toMatchObject({
			status: 200,
			body: { session: session.id },
		});
	});
});
