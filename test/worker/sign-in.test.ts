import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { WINDOW } from "../../src/worker/hearing.ts";
import { loggedBy } from "./logged.ts";
import { begin, pass, TOKEN } from "./system.ts";

const HOST = "https://okta-falco.example.com";
const OWN_PAGE = { Origin: HOST, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate" };
const COOKIE = /^__Host-okta-falco=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Strict$/;

interface Ask {
	readonly headers?: Record<string, string>;
	readonly settings?: Record<string, unknown>;
	readonly host?: string;
}

function get(path: string, { headers = {}, settings = {}, host = HOST }: Ask = {}) {
	return app().request(host + path, { headers }, { ...env, ...settings } as Env);
}

function post(path: string, fields: Record<string, string>, { headers = {}, settings = {}, host = HOST }: Ask = {}) {
	const init = {
		method: "POST",
		headers: { ...OWN_PAGE, Origin: host, ...headers },
		body: new URLSearchParams(fields),
	};
	return app().request(host + path, init, { ...env, ...settings } as Env);
}

/** A client of its own, so that the failures of one test do not count in another. */
const from = (client: string) => ({ headers: { "CF-Connecting-IP": client } });

async function signedIn(): Promise<{ readonly Cookie: string }> {
	const [cookie = ""] = (await post("/status/sign-in", { token: TOKEN })).headers.getSetCookie();
	return { Cookie: cookie.split(";")[0] ?? "" };
}

/** Whether who sends these headers is let in: another page than the one to sign in at. */
async function isIn(headers: Record<string, string>): Promise<boolean> {
	return (await get("/status/sign-in", { headers })).status === 303;
}

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

describe("ADMIN_TOKEN in the form", () => {
	test("begins a session", async () => {
		const logged = loggedBy("info");
		const response = await post("/status/sign-in", { token: TOKEN });
		expect([response.status, response.headers.get("Location")]).toEqual([303, "/status"]);
		expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(COOKIE)]);
		expect(logged()).toMatchObject([{ message: "signed in", operator: "ADMIN_TOKEN" }]);
		expect(await isIn(await signedIn())).toBe(true);
	});

	test("with blanks around it is the same, as it is in a header", async () => {
		expect((await post("/status/sign-in", { token: ` ${TOKEN}\n` })).status).toBe(303);
	});

	test("leads to where the way came from, and nowhere else", async () => {
		const to = async (to: string) => (await post("/status/sign-in", { token: TOKEN, to })).headers.get("Location");
		expect(await to("/status/alerts/u%3AR")).toBe("/status/alerts/u%3AR");
		expect(await to("//evil.example/status")).toBe("/status");
	});

	test("on plain HTTP, as on a developer's machine, begins a session without what TLS is needed for", async () => {
		for (const host of ["http://127.0.0.1:8787", "http://localhost:8787", "http://[::1]:8787"]) {
			const [cookie] = (await post("/status/sign-in", { token: TOKEN }, { host })).headers.getSetCookie();
			expect(cookie).toMatch(/^okta-falco=\S+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/);
			expect((await get("/status/sign-in", { host, headers: { Cookie: cookie?.split(";")[0] ?? "" } })).status).toBe(
				303,
			);
		}
	});

	test("on plain HTTP elsewhere begins none that a browser would keep", async () => {
		const host = "http://okta-falco.example.com";
		const [cookie] = (await post("/status/sign-in", { token: TOKEN }, { host })).headers.getSetCookie();
		expect(cookie).toMatch(/^__Host-.*; Secure;/);
	});
});

describe("anything else in the form", () => {
	test.each<[string, Record<string, string>]>([
		["another token", { token: `${TOKEN}x` }],
		["the beginning of the token", { token: TOKEN.slice(0, -1) }],
		["an empty token", { token: "" }],
		["no token", {}],
		["another field", { password: TOKEN }],
	])("%s: is asked for again, and the log says so", async (_, fields) => {
		const logged = loggedBy("warn");
		const response = await post("/status/sign-in", { ...fields, to: "/status/alerts/x" });
		expect(response.status).toBe(401);
		expect(response.headers.getSetCookie()).toEqual([]);
		const page = await response.text();
		expect(page).toContain('role="alert"');
		expect(page).toContain('value="/status/alerts/x"');
		expect(logged()).toMatchObject([{ path: "/status/sign-in", reason: "another token was given to sign in" }]);
		expect(JSON.stringify(logged())).not.toContain(TOKEN.slice(0, -1));
	});

	test("which is no form, or longer than any, is too", async () => {
		loggedBy("warn");
		for (const body of ["\u0000\u00ff%%%=&&=", `token=${"x".repeat(2_000_000)}`, "token", ""]) {
			const init = { method: "POST", headers: OWN_PAGE, body };
			expect((await app().request(`${HOST}/status/sign-in`, init, env)).status).toBe(401);
		}
	});

	test("is not heard from who fails too often, nor is the token, for a minute", async () => {
		const logged = loggedBy("warn");
		const client = from("203.0.113.40");
		const statuses: number[] = [];
		for (let time = 0; time < 60; time++) statuses.push((await post("/status/sign-in", { token: "x" }, client)).status);
		expect(new Set(statuses)).toEqual(new Set([401, 429]));
		expect(statuses.at(-1)).toBe(429);
		expect(logged().length).toBe(statuses.filter((status) => status === 401).length);

		const refused = await post("/status/sign-in", { token: TOKEN }, client);
		expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
		expect((await post("/status/sign-in", { token: TOKEN }, from("203.0.113.41"))).status).toBe(303);
		pass(WINDOW);
		expect((await post("/status/sign-in", { token: TOKEN }, client)).status).toBe(303);
	});
});

test("pages that are still open when their session is over keep nobody from signing in again", async () => {
	const logged = loggedBy("warn");
	const { headers } = from("203.0.113.42");
	const page = { ...headers, Cookie: "__Host-okta-falco=x", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin" };
	for (let time = 0; time < 60; time++) expect((await get("/status", { headers: page })).status).toBe(401);
	expect(logged().length).toBeLessThan(60);
	expect((await post("/status/sign-in", { token: TOKEN }, { headers })).status).toBe(303);
});

describe("the form", () => {
	test("is there for strangers, and keeps where they came from", async () => {
		const response = await get("/status/sign-in?to=/status/alerts/%22%3E%3Cscript%3E");
		expect(response.status).toBe(200);
		const page = await response.text();
		expect(page).toMatch(/<input[^>]* type="password"/);
		expect(page).not.toContain("<script>");
		expect(page).toContain('value="/status/alerts/%22%3E%3Cscript%3E"');
	});

	test("is passed by who has a session", async () => {
		const response = await get("/status/sign-in?to=/status/alerts/x", { headers: await signedIn() });
		expect([response.status, response.headers.get("Location")]).toEqual([303, "/status/alerts/x"]);
	});

	test("tries once more when a link from elsewhere led here, because then the cookie was left at home", async () => {
		const refresh = async (site: string) =>
			(await get("/status/sign-in?to=/status/alerts/x", { headers: { "Sec-Fetch-Site": site } })).headers.get(
				"Refresh",
			);
		expect(await refresh("cross-site")).toBe("0; url=/status/alerts/x");
		expect(await refresh("same-site")).toBe("0; url=/status/alerts/x");
		expect(await refresh("same-origin")).toBeNull();
		expect(await refresh("none")).toBeNull();
	});

	test.each<[string, Record<string, string>]>([
		["nothing is configured", { ADMIN_TOKEN: "" }],
		["there is only Cloudflare Access", { ADMIN_TOKEN: "", CF_ACCESS_TEAM: "acme", CF_ACCESS_AUD: "a".repeat(64) }],
		["ADMIN_TOKEN is too short to be one", { ADMIN_TOKEN: "short" }],
	])("is not there where %s", async (_, settings) => {
		loggedBy("error");
		loggedBy("warn");
		expect((await get("/status/sign-in", { settings })).status).toBe(404);
		expect((await post("/status/sign-in", { token: settings.ADMIN_TOKEN ?? "" }, { settings })).status).toBe(404);
		expect((await post("/status/sign-out", {}, { settings })).status).toBe(404);
	});
});

test.each<[string, Record<string, string>]>([
	["another site's page", { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }],
	["a page that hides where it is", { Origin: "null", "Sec-Fetch-Site": "cross-site" }],
])("%s can sign nobody in or out", async (_, headers) => {
	loggedBy("warn");
	const session = await signedIn();
	expect((await post("/status/sign-in", { token: TOKEN }, { headers })).status).toBe(403);
	expect((await post("/status/sign-out", {}, { headers: { ...session, ...headers } })).status).toBe(403);
	expect(await isIn(session)).toBe(true);
});

test.each<[string, Record<string, string>, RegExp]>([
	["another site's page", { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }, /^another site's page/],
	["another site's page, by an old browser", { Origin: "https://evil.example" }, /^another site's page/],
	["our own page, by a browser without TLS", { Origin: "null" }, /https address/],
])("who signs in from %s is told what is wrong", async (_, headers, reason) => {
	loggedBy("warn");
	const body = new URLSearchParams({ token: TOKEN });
	const response = await app().request(`${HOST}/status/sign-in`, { method: "POST", body, headers }, env);
	expect([response.status, await response.json()]).toEqual([403, { error: expect.stringMatching(reason) }]);
});

test("what does not say where it comes from can sign nobody in or out", async () => {
	loggedBy("warn");
	for (const path of ["/status/sign-in", "/status/sign-out"]) {
		const init = { method: "POST", body: new URLSearchParams({ token: TOKEN }), headers: await signedIn() };
		expect((await app().request(HOST + path, init, env)).status).toBe(403);
	}
});

describe("signing out", () => {
	test("has the browser forget the session, and ends it wherever else it is kept", async () => {
		const session = await signedIn();
		const another = await signedIn();
		const response = await post("/status/sign-out", {}, { headers: session });
		expect([response.status, response.headers.get("Location")]).toEqual([303, "/status/sign-in"]);
		expect(response.headers.getSetCookie()).toEqual([
			"__Host-okta-falco=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict",
		]);
		expect([await isIn(session), await isIn(another)]).toEqual([false, true]);
	});

	test("can be done twice, and by who is not in", async () => {
		const session = await signedIn();
		for (const headers of [session, session, {}, { Cookie: "__Host-okta-falco=x" }] as Record<string, string>[]) {
			expect((await post("/status/sign-out", {}, { headers })).status).toBe(303);
		}
	});

	test("is not done by a link", async () => {
		loggedBy("warn");
		const session = await signedIn();
		expect((await get("/status/sign-out", { headers: session })).status).toBe(404);
		expect(await isIn(session)).toBe(true);
	});
});

test("changing ADMIN_TOKEN ends all sessions", async () => {
	const session = await signedIn();
	const settings = { ADMIN_TOKEN: `${TOKEN}-changed` };
	expect((await get("/status/sign-in", { headers: session, settings })).status).toBe(200);
	expect((await get("/status/sign-in", { headers: session })).status).toBe(303);
});
