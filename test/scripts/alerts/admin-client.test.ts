import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { AdminClient } from "../../../scripts/alerts/admin-client.ts";
import { runScript } from "../../fixtures/run-script.ts";
import type { Answer } from "../../fixtures/scripted-answer.ts";
import { startScriptedServer } from "../../fixtures/scripted-server.ts";

const server = await startScriptedServer();
afterAll(() => server.close());
beforeEach(() => {
	server.requests.length = 0;
});

const TIME = "2026-03-02T09:15:30.123Z";
const ALERT = { state: "pending", priority: "Notice", rule: "R", actor: "ada", time: TIME, created: TIME };
const pending = (id: string): Answer => ({
	body: JSON.stringify({ ...ALERT, id, settled: null, attempts: 0, reason: "", json: "{}" }),
});

describe("what is wrong with an answer is told in a line", () => {
	const host = new URL(server.url).host;
	const other = `${host} does not answer as this version of the Worker does: look at --url, or deploy the Worker anew`;
	test.each<[string, Answer, string]>([
		["a page", { body: "<!DOCTYPE html>\n<title>Welcome</title>" }, other],
		["another API", { body: '{"hello":"world"}' }, other],
		["nothing", {}, other],
		["an answer that breaks off", { body: "{}", drop: "within" }, `${host} does not answer: `],
		[
			"a Worker without ADMIN_TOKEN",
			{ status: 404, body: '{"error":"not found"}' },
			`${host} has no doors for operators: `,
		],
		[
			"no such thing",
			{ status: 404, body: '{"error":"there is no alert of that id"}' },
			"there is no alert of that id",
		],
		["another token", { status: 401 }, "the token is refused: give the Worker's ADMIN_TOKEN"],
	])("%s", async (_, answer, message) => {
		server.script = [answer];
		const client = new AdminClient({ url: new URL(server.url), token: "t", headers: {} });
		const said = await client.status().catch((error: Error) => error.message);
		expect(said).toContain(message);
		expect(said).not.toMatch(/[\n{[]/);
	});
});

test("alerts that were sent again are told, also where the next one cannot be", async () => {
	server.script = [pending("u1:R"), { status: 404, body: '{"error":"there is no alert of that id"}' }, pending("u3:R")];
	const { status, stdout, stderr } = await runScript("alerts.ts", ["replay", "u1:R", "u2:R", "u3:R"], {
		ADMIN_TOKEN: "t",
		OKTA_FALCO_URL: server.url,
	});
	expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/^STATE .*\npending .* u1:R\n$/) });
	expect(stderr).toContain("there is no alert of that id");
	expect(server.requests).toHaveLength(2);
});

test("events that were set aside are had a page after the other, as many as are wanted", async () => {
	const event = (id: number) => ({ id, kind: "rejected", at: TIME, source: "", reason: "no uuid", text: "{}" });
	const page = (from: number, count: number, next: number | null): Answer => ({
		body: JSON.stringify({ events: Array.from({ length: count }, (_, index) => event(from - index)), next }),
	});
	server.script = [page(500, 200, 301), page(300, 50, 251)];
	const client = new AdminClient({ url: new URL(server.url), token: "t", headers: {} });
	const ids: number[] = [];
	for await (const { id } of client.setAsides(250)) ids.push(id);
	expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => 500 - index));
	expect(server.requests.map(({ path }) => path)).toEqual([
		"/admin/rejected?limit=200",
		"/admin/rejected?limit=50&before=301",
	]);
});
