import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Alert, type Falcosidekick, startFalcosidekick } from "../../../scripts/demo/falcosidekick.ts";

const BASE = {
	output: "14:22:07.000000000: Notice Okta account locked (user=Maya Chen)",
	priority: "Notice",
	rule: "User has been locked out in OKTA",
	time: "2026-01-15T14:22:07Z",
	source: "okta",
	output_fields: { "okta.actor.name": "Maya Chen" },
};

const NOT_A_POST = "Please send with post http method\n";
const NOT_AN_ALERT = "Please send a valid request body\n";

let alerts: Alert[] = [];
let falcosidekick: Falcosidekick;

beforeAll(async () => {
	falcosidekick = await startFalcosidekick({ onAlert: (alert) => alerts.push(alert) });
});
beforeEach(() => {
	alerts = [];
});
afterAll(() => falcosidekick.close());

async function send(body: string | ArrayBuffer | null, { path = "/", ...init }: RequestInit & { path?: string } = {}) {
	const url = falcosidekick.url.slice(0, -1) + path;
	const response = await fetch(url, { method: "POST", body, redirect: "manual", ...init });
	return { status: response.status, body: await response.text(), headers: response.headers };
}

/** The base alert with some members changed; `undefined` drops one. */
function changed(change: object): string {
	return JSON.stringify({ ...BASE, ...change });
}

test("an accepted alert is answered by an empty 200 and handed on", async () => {
	const answer = await send(JSON.stringify(BASE));
	expect([answer.status, answer.body, answer.headers.get("content-type")]).toEqual([200, "", null]);
	const { output, priority, rule, time, source } = BASE;
	const outputFields = BASE.output_fields;
	expect(alerts).toEqual([{ output, priority, rule, time, source, hostname: "", tags: [], outputFields }]);
});

test("two alerts alike are two alerts: Falcosidekick does not know that it saw one before", async () => {
	await send(JSON.stringify(BASE));
	await send(JSON.stringify(BASE));
	expect(alerts).toHaveLength(2);
});

const GARBLED = `${JSON.stringify(BASE)}garbage {`;
const TWICE = `${JSON.stringify(BASE)}\n${JSON.stringify(BASE)}`;
const BRACES = changed({ output: 'a "}" in } text {' });
const OTHER_CASE = JSON.stringify({ ...BASE, rule: undefined, time: undefined, RULE: "r", Time: BASE.time, more: 1 });

test.each([
	["what follows the first object is not read", GARBLED],
	["only the first of two alerts is read", TWICE],
	["braces within strings are text", BRACES],
	["keys match in any case, unknown ones are dropped", OTHER_CASE],
	["no output, source, tags, hostname, uuid", changed({ output: undefined, source: undefined })],
	["null output, source, tags, hostname, uuid", changed({ output: null, source: null, tags: null, uuid: null })],
	["no tags, or null among them", changed({ tags: [null] })],
	["an output field of any type", changed({ output_fields: { a: null } })],
	["numbers beyond a double", JSON.stringify(BASE).replace('"Maya Chen"', "1e400")],
	["a Kubernetes key that is text", changed({ output_fields: { "k8s.ns.name": "x", "k8s.pod.name": null } })],
	...["NOTICE", "notice", "Info", "INFORMATIONAL"].map((priority) => [priority, changed({ priority })]),
	...[
		"2026-01-15T14:22:07.1Z",
		"2026-01-15T14:22:07.123456789Z",
		"2024-02-29T14:22:07+02:00",
		"1970-01-01T00:00:00Z",
	].map((time) => [time, changed({ time })]),
] as [string, string][])("accepted: %s", async (_, body) => {
	expect(await send(body)).toMatchObject({ status: 200, body: "" });
	expect(alerts).toHaveLength(1);
});

test.each([
	["nothing", ""],
	["blanks", "  "],
	["null", "null"],
	["a number", "1"],
	["text", '"x"'],
	["an array of alerts", `[${JSON.stringify(BASE)}]`],
	["half an object", '{"a":'],
	["a byte order mark", `\ufeff${JSON.stringify(BASE)}`],
	["a number no JSON has", JSON.stringify(BASE).replace('"Maya Chen"', "01")],
	...["priority", "rule", "time", "output_fields"].flatMap((key) => [
		[`no ${key}`, changed({ [key]: undefined })],
		[`null ${key}`, changed({ [key]: null })],
	]),
	...[{}, [], "x"].map((fields) => [`output_fields ${JSON.stringify(fields)}`, changed({ output_fields: fields })]),
	...["a", {}, [1]].map((tags) => [`tags ${JSON.stringify(tags)}`, changed({ tags })]),
	...["Warn", "err", "crit", "emerg", "", " Notice", 5].map((priority) => [
		`priority ${priority}`,
		changed({ priority }),
	]),
	...[
		"2026-01-15T14:22:07",
		"2026-01-15T14:22:07+0000",
		"2026-01-15 14:22:07Z",
		"2026-01-15t14:22:07z",
		"2026-01-15T14:22:60Z",
		"2026-02-30T14:22:07Z",
		"2026-02-29T14:22:07Z",
		"0001-01-01T00:00:00Z",
		1768486927,
	].map((time) => [`time ${time}`, changed({ time })]),
] as [string, string][])("refused: %s", async (_, body) => {
	expect(await send(body)).toMatchObject({ status: 400, body: NOT_AN_ALERT });
	expect(alerts).toEqual([]);
});

test("a compressed body is not decoded", async () => {
	const gzip = new Response(new Blob([JSON.stringify(BASE)]).stream().pipeThrough(new CompressionStream("gzip")));
	const body = await gzip.arrayBuffer();
	expect(await send(body, { headers: { "content-encoding": "gzip" } })).toMatchObject({
		status: 400,
		body: NOT_AN_ALERT,
	});
});

test.each(["GET", "PUT", "OPTIONS"])("%s is not the method of an alert", async (method) => {
	const body = method === "GET" ? null : JSON.stringify(BASE);
	expect(await send(body, { method })).toMatchObject({ status: 400, body: NOT_A_POST });
	expect(alerts).toEqual([]);
});

test.each(["k8s.ns.name", "k8s.pod.name"])("%s that is no text ends the connection without an answer", async (key) => {
	await expect(send(changed({ output_fields: { [key]: 1 } }))).rejects.toThrow("fetch failed");
	expect(alerts).toEqual([]);
});

describe("paths", () => {
	test.each(["/x/y", "/?q=1", "/ping/"])("%s takes alerts", async (path) => {
		expect(await send(JSON.stringify(BASE), { path })).toMatchObject({ status: 200, body: "" });
		expect(alerts).toHaveLength(1);
	});

	test.each(["/ping", "/healthz", "/metrics"])("%s swallows an alert and answers 200 with a body", async (path) => {
		const answer = await send(JSON.stringify(BASE), { path });
		expect(answer.status).toBe(200);
		expect(answer.body).not.toBe("");
		expect(alerts).toEqual([]);
	});

	test("a doubled slash is redirected", async () => {
		const answer = await send(JSON.stringify(BASE), { path: "//" });
		expect([answer.status, answer.headers.get("location")]).toEqual([301, "/"]);
		expect(alerts).toEqual([]);
	});
});

test("a refusal is told to whoever started it, with the text that Falcosidekick gives", async () => {
	const refusals: string[][] = [];
	const other = await startFalcosidekick({ onAlert: () => {}, onRejected: (...refusal) => refusals.push(refusal) });
	await fetch(other.url, { method: "POST", body: "{}" });
	await other.close();
	expect(refusals).toEqual([[NOT_AN_ALERT, "{}"]]);
});

test("a port that is taken is Node's own error", async () => {
	const port = Number(new URL(falcosidekick.url).port);
	await expect(startFalcosidekick({ onAlert: () => {}, port })).rejects.toThrow("EADDRINUSE");
});
