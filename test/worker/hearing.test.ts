import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { clientOf, WINDOW } from "../../src/worker/hearing.ts";
import { eventHook } from "../fixtures/event-hook.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, pass, SECRET } from "./system.ts";

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

function post(client: string, secret = "another-secret-of-some-forty-characters", bindings: object = {}) {
	const headers = { "Content-Type": "application/json", Authorization: secret, "CF-Connecting-IP": client };
	const init = { method: "POST", headers, body: JSON.stringify(eventHook([logEvent()])) };
	return app().request("/okta/events", init, { ...env, ...bindings } as Env, createExecutionContext());
}

async function statusesOf(times: number, ...request: Parameters<typeof post>): Promise<Set<number>> {
	const statuses = new Set<number>();
	for (let time = 0; time < times; time++) statuses.add((await post(...request)).status);
	return statuses;
}

test("who fails often is refused as ever, and the log stays readable", async () => {
	const logged = loggedBy("warn");
	expect(await statusesOf(100, "203.0.113.7")).toEqual(new Set([401]));
	const lines = logged();
	// Twenty, or so many more where the binding's own minute ends meanwhile.
	expect(lines.length).toBeLessThan(50);
	expect(lines.at(-1)).toMatchObject({ status: 401, muted: "more of this client is not logged for 60 s" });
	expect(lines.slice(0, -1).every((line) => line.muted === undefined)).toBe(true);

	await post("203.0.113.8");
	expect(logged()).toHaveLength(lines.length + 1);
	pass(WINDOW);
	await post("203.0.113.7");
	expect(logged()).toHaveLength(lines.length + 2);
});

test("who fails often and then has the secret is let in: Okta's customers share its addresses", async () => {
	loggedBy("warn");
	await statusesOf(60, "203.0.113.9");
	expect((await post("203.0.113.9", SECRET)).status).toBe(204);
});

test("without the binding every failure is logged", async () => {
	const logged = loggedBy("warn");
	expect(await statusesOf(40, "203.0.113.10", undefined, { FAILED_AUTHENTICATIONS: undefined })).toEqual(
		new Set([401]),
	);
	expect(logged()).toHaveLength(40);
});

test("the doors of operators are heard alike", async () => {
	const logged = loggedBy("warn");
	for (let time = 0; time < 100; time++) {
		await app().request("/admin/status", { headers: { "CF-Connecting-IP": "203.0.113.11" } }, env);
	}
	expect(logged().length).toBeLessThan(50);
});

describe("a client is", () => {
	test.each([
		["an IPv4 address", "203.0.113.7", "203.0.113.7"],
		["an IPv6 network of 64 bits", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
		["the same where zeros are left out behind it", "2001:db8:1:2::6", "2001:db8:1:2::/64"],
		["one whose zeros are left out within it", "2001:db8::6", "2001:db8:0:0::/64"],
		["loopback", "::1", "0:0:0:0::/64"],
		["nobody, where Cloudflare says nothing", undefined, "unknown"],
	])("%s", (_, address, client) => {
		const headers: Record<string, string> = address === undefined ? {} : { "CF-Connecting-IP": address };
		expect(clientOf(new Request("https://okta-falco.example.com/", { headers }))).toBe(client);
	});
});
