import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { afterEach, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { type PageHeadersVariables, pageHeaders } from "../../src/worker/page-headers.ts";
import { loggedBy } from "./logged.ts";

afterEach(() => vi.restoreAllMocks());

const HEADERS = {
	"Content-Security-Policy": expect.stringMatching(
		new RegExp(
			"^default-src 'none'; script-src 'nonce-[\\w+/]{22}=='; style-src 'nonce-[\\w+/]{22}=='; connect-src 'self'; " +
				"img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$",
		),
	),
	"Cache-Control": "no-store",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy": "no-referrer",
	"Strict-Transport-Security": "max-age=15552000",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
};

/** Those of these headers that an answer has. */
function headersOf({ headers }: Response): Record<string, string | null> {
	return Object.fromEntries(Object.keys(HEADERS).map((name) => [name, headers.get(name)]));
}

test.each<[string, string, RequestInit, number]>([
	["the form to sign in", "/status/sign-in", {}, 200],
	["the way there", "/status", { headers: { Accept: "text/html" } }, 303],
	["a refusal", "/status/alerts/x", {}, 401],
	["a post from elsewhere", "/status/sign-in", { method: "POST" }, 403],
	["a method that is none", "/status/sign-in", { method: "PUT" }, 401],
])("%s is safe to show", async (_, path, init, status) => {
	loggedBy("warn");
	const response = await app().request(`https://okta-falco.example.com${path}`, init, env);
	expect(response.status).toBe(status);
	expect(headersOf(response)).toEqual(HEADERS);
});

test("the nonce is the view's, and another each time", async () => {
	const views = new Hono<{ Variables: PageHeadersVariables }>();
	views.get("/", pageHeaders(), (c) => c.text(c.var.secureHeadersNonce ?? ""));
	const nonces = new Set<string>();
	for (let time = 0; time < 20; time++) {
		const response = await views.request("/");
		const nonce = await response.text();
		expect(response.headers.get("Content-Security-Policy")).toContain(
			`script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`,
		);
		nonces.add(nonce);
	}
	expect(nonces.size).toBe(20);
});

test("deliveries and the operators' doors are not dressed as pages", async () => {
	const response = await app().request("https://okta-falco.example.com/healthz", {}, env);
	expect(response.headers.get("Content-Security-Policy")).toBeNull();
});
