import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { beginSession, signSession } from "../../src/worker/session.ts";
import { loggedBy } from "./logged.ts";
import { begin, TOKEN } from "./system.ts";

const HOST = "okta-falco.example.com";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

function ask(path: string, headers: Record<string, string>, settings: Record<string, unknown> = {}) {
	return app().request(`https://${HOST}${path}`, { headers }, { ...env, ...settings } as Env);
}

const bySession = async () => ({
	Cookie: `__Host-okta-falco=${await signSession(beginSession(Date.now()), { secret: TOKEN, host: HOST })}`,
});

describe("where the object cannot be had", () => {
	const broken = { getByName: () => new Proxy({}, { get: () => () => Promise.reject(new Error("broken")) }) };

	test.each(["/status", "/status/sign-in"])(
		"nobody is let in by a session at %s, and people are told why",
		async (path) => {
			const logged = loggedBy("error");
			const response = await ask(path, { ...(await bySession()), Accept: "text/html" }, { OKTA_ORG: broken });
			expect(response.status).toBe(503);
			const page = await response.text();
			expect(page).toContain("Cloudflare does not answer");
			expect(page).not.toContain("acme.okta.com");
			expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
			expect(logged()).toMatchObject([{ message: "the org's object is not available", reason: "broken" }]);
		},
	);

	test("programs are told as everywhere", async () => {
		loggedBy("error");
		const response = await ask("/status", { Authorization: `Bearer ${TOKEN}` }, { OKTA_ORG: broken });
		expect([response.status, await response.json()]).toEqual([503, { error: "not available" }]);
	});
});

test("of all that is under /status, only the way in is there for strangers", async () => {
	loggedBy("warn");
	const statusOf = async (path: string, method: string) => {
		const response = await app().request(`https://${HOST}${path}`, { method }, env);
		return [path, method, response.status];
	};
	const paths = ["/status", "/status/", "/status/alerts/x", "/status/live", "/status/rejected/1/replay", "/status/x"];
	for (const path of paths) {
		for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
			expect(await statusOf(path, method)).toEqual([path, method, 401]);
		}
	}
	expect(await statusOf("/status/sign-in", "GET")).toEqual(["/status/sign-in", "GET", 200]);
});

test.each(["/status", "/status/live", "/status/sign-in", "/status/nothing"])(
	"what names a host that is none is refused at %s",
	async (path) => {
		const logged = loggedBy("warn");
		const request = new Request(`https://${HOST}${path}`, { headers: { Cookie: "okta-falco=x", Accept: "text/html" } });
		// Cloudflare's edge lets nothing like it through, but workerd does.
		Object.defineProperty(request, "url", { value: `http://127\u007f0.0.1${path}` });
		const response = await app().fetch(request, env);
		expect([response.status, await response.json()]).toEqual([400, { error: "the Host header names no host" }]);
		expect(logged()).toMatchObject([{ status: 400 }]);
	},
);
