import { describe, expect, test } from "vitest";
import { apiToken } from "../../../src/okta/api/authorization.ts";
import { OktaApi } from "../../../src/okta/api/client.ts";
import { member } from "../../../src/okta/log-event.ts";
import { collect } from "../../fixtures/collect.ts";
import { logEvent } from "../../fixtures/log-event.ts";
import { connect, ORG } from "../../fixtures/okta/connect.ts";

const HOOK = {
	name: "a hook",
	events: { type: "EVENT_TYPE", items: ["user.session.start"] },
	channel: {
		type: "HTTP",
		version: "1.0.0",
		config: { uri: "https://hook.example", authScheme: { type: "HEADER", key: "Authorization", value: "secret" } },
	},
};

describe("the API", () => {
	test("creates, reads and deletes, with an API token", async () => {
		const { api, org } = connect();
		const { id } = (await api.request("POST", "/api/v1/eventHooks", HOOK)) as { id: string };
		expect(await api.request("GET", `/api/v1/eventHooks/${id}`)).toMatchObject({ id, name: "a hook" });
		await api.request("POST", `/api/v1/eventHooks/${id}/lifecycle/deactivate`);
		expect(await api.request("DELETE", `/api/v1/eventHooks/${id}`)).toBeUndefined();
		expect(org.hooks.all).toEqual([]);
	});

	test("tells why Okta refuses", async () => {
		const { api } = connect();
		const created = api.request("POST", "/api/v1/eventHooks", { ...HOOK, name: "" });
		await expect(created).rejects.toThrow(
			"POST acme.okta.com/api/v1/eventHooks: 400. E0000001: Api validation failed: name: name: The field has a wrong length",
		);
	});

	test("tells that a token is not taken, and does not tell the token", async () => {
		const { transport } = connect();
		const api = new OktaApi({ org: ORG, authorization: apiToken("wrong-token"), transport });
		const error = await api.request("GET", "/api/v1/eventHooks").catch((error: unknown) => error);
		expect(error).toMatchObject({ status: 401, code: "E0000011" });
		expect(String((error as Error).stack)).not.toContain("wrong-token");
	});

	test.each([
		["a page of HTML", new Response("<html>", { status: 200 })],
		["an error that pretends to be none", Response.json({ errorCode: "E0000009" })],
	])("does not take %s for an answer", async (_, answer) => {
		const { api, org } = connect();
		org.script.push(answer);
		await expect(api.request("GET", "/api/v1/eventHooks")).rejects.toThrow(
			/none of Okta's API. Is https:\/\/acme.okta.com an org/,
		);
	});

	test("waits for a rate limit until Okta says that it is over", async () => {
		const { api, org, waits } = connect({ limits: { api: 2 }, transport: { patience: 120_000 } });
		for (let call = 0; call < 3; call++) await api.request("GET", "/api/v1/eventHooks");
		expect(org.calls.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
		expect(waits).toHaveLength(1);
		expect(waits[0]).toBeLessThanOrEqual(61_000);
	});
});

describe("a list", () => {
	async function logOf(count: number) {
		const connection = connect({ start: Date.UTC(2026, 2, 3) });
		for (let at = 0; at < count; at++)
			connection.org.log.append(logEvent({ uuid: `event-${at}`, published: "2026-03-02T09:15:30.123Z" }));
		return connection;
	}

	const PATH = "/api/v1/logs?since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z&limit=2";

	test("is read page after page", async () => {
		const { api } = await logOf(5);
		const events = await collect(api.list(PATH));
		expect(events.map((event) => member(event, "uuid"))).toEqual([
			"event-0",
			"event-1",
			"event-2",
			"event-3",
			"event-4",
		]);
	});

	test("is not followed to another host, and the token does not go there", async () => {
		const { api, org } = await logOf(5);
		org.log.linkOrigin = "https://evil.example";
		await expect(collect(api.list(PATH))).rejects.toThrow(
			"The list goes on at https://evil.example, which is not https://acme.okta.com: not followed",
		);
		expect(org.calls).toHaveLength(1);
	});

	test("is not begun at another host either", async () => {
		const { api, org } = await logOf(1);
		await expect(api.page(new URL("https://evil.example/api/v1/logs"))).rejects.toThrow(
			"that is not at https://acme.okta.com",
		);
		await expect(api.request("GET", "//evil.example/api/v1/logs")).rejects.toThrow(
			"that is not at https://acme.okta.com",
		);
		expect(org.calls).toEqual([]);
	});

	test("is a list, or an error", async () => {
		const { api } = connect();
		const { id } = (await api.request("POST", "/api/v1/eventHooks", HOOK)) as { id: string };
		await expect(api.page(`/api/v1/eventHooks/${id}`)).rejects.toThrow("the answer is no list");
	});
});
