import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import { app } from "../../src/worker/app.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver, pass, TOKEN } from "./system.ts";

beforeEach(async () => {
	vi.restoreAllMocks();
	await begin();
});

function ask(body: string | object, token = TOKEN) {
	const init = { method: "POST", headers: { Authorization: `Bearer ${token}` } };
	return app().request("/admin/seen", { ...init, body: typeof body === "string" ? body : JSON.stringify(body) }, env);
}

async function unseen(...uuids: string[]): Promise<unknown> {
	return ((await (await ask({ uuids })).json()) as { unseen: unknown }).unseen;
}

test("tells which events were not taken in", async () => {
	await deliver([logEvent({ uuid: "one" })]);
	pass(86_400_000);
	await deliver([logEvent({ uuid: "two" })]);
	expect(await unseen("two", "three", "one", "' OR 1=1 --")).toEqual(["three", "' OR 1=1 --"]);
});

test("knows none before the first delivery", async () => {
	expect(await unseen("one")).toEqual(["one"]);
	expect(await unseen()).toEqual([]);
});

test.each([
	["no JSON", "uuids", "is no JSON"],
	["no list", { uuids: "one" }, "uuids"],
	["no text", { uuids: [1] }, "uuids"],
	["too many", { uuids: Array.from({ length: 1_001 }, String) }, "uuids"],
	["one too long", { uuids: ["x".repeat(256)] }, "uuids"],
])("refuses %s", async (_, body, reason) => {
	loggedBy("warn");
	const response = await ask(body);
	expect(response.status).toBe(400);
	expect(await response.json()).toEqual({
		error: expect.stringContaining(reason === "is no JSON" ? "expected object" : reason),
	});
});

test("is shut to who has another token", async () => {
	loggedBy("warn");
	expect((await ask({ uuids: [] }, "another-admin-token-of-forty-characters")).status).toBe(401);
});
