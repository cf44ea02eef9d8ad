import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { oktaEngine } from "../../src/org/engine.ts";
import { app } from "../../src/worker/app.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { loggedBy } from "./logged.ts";
import { begin, deliver, falcosidekick, org, received, ring, ringFor, TOKEN } from "./system.ts";

const RULE = "User has been locked out in OKTA";
const REFUSAL = { status: 400, body: "Please send a valid request body" };

beforeEach(begin);
afterEach(() => vi.restoreAllMocks());

function lock(uuid: string, name = "Ada Byron") {
	const actor = { id: `00u${uuid}`, type: "User", alternateId: `${uuid}@acme.example`, displayName: name };
	return logEvent({ uuid, eventType: "user.account.lock", actor });
}

const idOf = (uuid: string) => `${uuid}:${RULE}`;
const pathOf = (uuid: string, action = "") => `/status/alerts/${encodeURIComponent(idOf(uuid))}${action}`;

function ask(path: string, init: RequestInit = {}, settings: Record<string, unknown> = {}) {
	const headers = { Authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string>) };
	// The clock is far ahead, and what is under test was made today.
	const bindings = { ...env, CF_VERSION_METADATA: undefined, ...settings };
	return app().request(path, { ...init, headers }, bindings as unknown as Env);
}

async function page(path: string, status = 200): Promise<string> {
	const response = await ask(path);
	expect([response.status, response.headers.get("Content-Type")]).toEqual([status, "text/html; charset=UTF-8"]);
	return response.text();
}

/** Presses a form's button. Where it leads to. */
async function press(path: string, back = "overview"): Promise<string | null> {
	const response = await ask(path, { method: "POST", body: new URLSearchParams({ back }) });
	expect(response.status).toBe(303);
	return response.headers.get("Location");
}

/** The headline's words. */
const headline = (html: string) => /<h1[^>]*>([^<]*)/.exec(html)?.[1];

/** Ids of the alerts that are listed as the latest. */
function listed(html: string): string[] {
	const list = /<div id="latest".*?<\/table>/s.exec(html)?.[0] ?? "";
	return [...list.matchAll(/href="\/status\/alerts\/([^"]*)"/g)].map(([, id = ""]) => decodeURIComponent(id));
}

describe("the overview", () => {
	test("of an org to which nothing has happened says so", async () => {
		const html = await page("/status");
		expect(headline(html)).toBe("Nothing has come from Okta yet");
		expect(listed(html)).toEqual([]);
	});

	test("has what came and what left", async () => {
		await deliver([lock("one"), lock("two"), logEvent({ uuid: "sign-in" })]);
		expect(listed(await page("/status")).sort()).toEqual([idOf("one"), idOf("two")]);
		await ringFor(10_000);
		const html = await page("/status");
		expect(headline(html)).toBe("All is well");
		expect(html).toContain("state-delivered");
	});

	test("says what is wrong, as /healthz and /admin/status do", async () => {
		await falcosidekick([{ status: 401 }]);
		await deliver([lock("one")]);
		await ring();
		const html = await page("/status");
		expect(headline(html)).toBe("Falcosidekick is misconfigured");
		expect(html).toContain("1 alert is held: 401: ");
		expect(html).toContain('action="/status/alerts/one%3AUser%20has%20been%20locked%20out%20in%20OKTA/replay"');
	});

	test("says that it is out of date, where Cloudflare says how old it is", async () => {
		await deliver([lock("one")]);
		await ringFor(10_000);
		const old = { CF_VERSION_METADATA: { id: "1", tag: "", timestamp: "2039-06-01T00:00:00Z" } };
		expect(headline(await (await ask("/status", {}, old)).text())).toBe("The rules are out of date");
	});

	test.each([
		["?rule=User+has+been+locked+out+in+OKTA", 2],
		["?rule=another", 0],
		["?actor=one%40acme.example", 1],
		["?actor=+one%40acme.example+", 1],
		["?priority=emergency", 0],
		["?priority=Debug", 2],
		["?priority=nonsense&rule=&actor=", 2],
	])("shows alerts that pass the filter: %s", async (query, count) => {
		await deliver([lock("one"), lock("two")]);
		expect(listed(await page(`/status${query}`))).toHaveLength(count);
	});

	test("says what came of a button, and nothing else", async () => {
		expect(await page("/status?done=replayed")).toContain("The alert is on its way again.");
		for (const done of ["toString", "<b>", ""]) expect(await page(`/status?done=${done}`)).not.toContain('id="notice"');
	});
});

describe("an alert's page", () => {
	test("has everything about it", async () => {
		await falcosidekick([REFUSAL]);
		await deliver([lock("one", "<script>")]);
		await ringFor(10_000);
		const html = await page(pathOf("one"));
		expect(headline(html.replace("<h1><bdi>", "<h1>"))).toBe(RULE);
		expect(html).toContain('class="badge state-dead');
		expect(html).toContain('<span class="member"><bdi>&quot;eventType&quot;</bdi></span>');
		expect(html).toContain("&lt;script&gt;");
		expect(html).toContain("okta.evt.type");
	});

	test.each(["/status/alerts/none", "/status/alerts/..%2F..%2Fx", "/status/alerts/%ff", "/status/nothing"])(
		"%s is not there",
		async (path) => {
			expect(headline(await page(path, 404))).toBe("Not found");
		},
	);
});

describe("buttons", () => {
	test("a dead alert is sent again, and the way leads back to where the button was", async () => {
		const logged = loggedBy("info");
		await falcosidekick([REFUSAL]);
		await deliver([lock("one")]);
		await ringFor(10_000);
		expect(headline(await page("/status"))).toBe("An alert is dead");
		expect(await press(pathOf("one", "/replay"))).toBe("/status?done=replayed");
		await ringFor(10_000);
		expect(await received()).toHaveLength(2);
		expect(await press(pathOf("one", "/replay"), "alert")).toBe(`${pathOf("one")}?done=replayed`);
		expect(logged()).toContainEqual(
			expect.objectContaining({ message: "alert replayed", alert: idOf("one"), operator: "ADMIN_TOKEN" }),
		);
	});

	test("an alert is closed", async () => {
		await falcosidekick([REFUSAL]);
		await deliver([lock("one")]);
		await ringFor(10_000);
		expect(await press(pathOf("one", "/resolve"))).toBe("/status?done=resolved");
		expect(headline(await page("/status"))).toBe("All is well");
	});

	test("what is not there any more is said to be gone", async () => {
		for (const path of [
			pathOf("none", "/replay"),
			pathOf("none", "/resolve"),
			"/status/rejected/7/replay",
			"/status/rejected/7/resolve",
		]) {
			expect(await press(path)).toBe("/status?done=gone");
		}
	});

	test("an event that was set aside is evaluated again, or closed", async () => {
		vi.spyOn(oktaEngine(), "evaluate").mockImplementationOnce(() => {
			throw new Error("a bug");
		});
		await deliver([lock("one")]);
		await deliver([{ bad: true }]);
		const [bad, failed] = await org().setAsides(10);
		expect(headline(await page("/status"))).toBe("An event could not be evaluated");
		expect(await press(`/status/rejected/${bad?.id}/replay`)).toBe("/status?done=event-failed");
		expect(await press(`/status/rejected/${bad?.id}/resolve`)).toBe("/status?done=event-resolved");
		expect(await press(`/status/rejected/${failed?.id}/replay`)).toBe("/status?done=event-replayed");
		expect(listed(await page("/status"))).toEqual([idOf("one")]);
	});

	test("of an event that was set aside as much is asked for as is shown", async () => {
		await deliver([{ bad: "x".repeat(300_000) }]);
		const [whole] = await org().setAsides(1);
		const [begun] = await org().setAsides(1, Number.MAX_SAFE_INTEGER, 5_001);
		expect([whole?.text.length, begun?.text.length]).toEqual([300_010, 5_001]);
		const shown = /x{4000,}(.)/.exec(await page("/status"));
		expect([shown?.[0].length, shown?.[1]]).toEqual([5_000 - '{"bad":"'.length + 1, "…"]);
	});

	test.each(["/status/rejected/x/replay", "/status/rejected/-1/resolve", "/status/rejected/1234567890123456/replay"])(
		"there is none at %s",
		async (path) => {
			expect((await ask(path, { method: "POST" })).status).toBe(404);
		},
	);
});

test.each([
	["/status", "GET", "30"],
	[pathOf("one"), "GET", "30"],
	[pathOf("one", "/replay"), "POST", null],
])(
	"when the object does not answer, a page says so, and what was to be shown comes later: %s",
	async (path, method, refresh) => {
		loggedBy("error");
		const broken = { getByName: () => new Proxy({}, { get: () => () => Promise.reject(new Error("broken")) }) };
		const response = await ask(path, { method, headers: { Accept: "text/html" } }, { OKTA_ORG: broken });
		expect(response.status).toBe(503);
		expect(response.headers.get("Refresh")).toBe(refresh);
		expect(headline(await response.text())).toBe("Cloudflare does not answer");
	},
);

test("nobody gets in without being let in", async () => {
	for (const [path, method] of [
		["/status", "GET"],
		[pathOf("one"), "GET"],
		[pathOf("one", "/replay"), "POST"],
		["/status/rejected/1/resolve", "POST"],
	] as const) {
		expect((await app().request(path, { method }, env)).status).toBe(401);
	}
});
