import { expect, test } from "vitest";
import { auditPeriod } from "../../../scripts/hook/audit-period.ts";
import type { OktaApi } from "../../../src/okta/api/client.ts";
import { OktaApiError } from "../../../src/okta/api/okta-api-error.ts";
import { eventHook } from "./event-hook.ts";

const PERIOD = { since: new Date("2026-03-01T00:00:00Z"), until: new Date("2026-03-02T00:00:00Z") };

/** An org whose log has these failed deliveries and nothing else. */
function orgWith(...failures: readonly object[]): OktaApi {
	const page = async (path: string) => {
		const items = path.includes("event_hook.delivery") ? failures : [];
		return { items, next: undefined };
	};
	return { page } as unknown as OktaApi;
}

const failed = (name: string, id = "who9") => ({
	eventType: "event_hook.delivery",
	published: "2026-03-01T12:00:00.000Z",
	target: [{ id, type: "EventHook", displayName: name }],
	debugContext: { debugData: { errorMessage: `Hook "${name}" execution failed. Hook timed out` } },
});

test("a failed delivery is that of the hook with this id or name, and not of one whose name begins so", async () => {
	const named = { ...failed("okta-falco"), target: null };
	const api = orgWith(failed("renamed", "who1"), named, failed("okta-falco staging"), failed("my okta-falco"));
	const { failures, otherFailures } = await auditPeriod(api, [eventHook()], PERIOD, async () => []);
	expect(failures.map(({ reason }) => reason)).toEqual([
		'Hook "renamed" execution failed. Hook timed out',
		'Hook "okta-falco" execution failed. Hook timed out',
	]);
	expect(otherFailures).toBe(2);
});

/** Events that were meant for `who1`, one of which is another hook's. */
const LOGGED = ["one", "two", "others"].map((uuid) => ({
	uuid,
	debugContext: { debugData: { targetEventHookIds: uuid === "others" ? "who9" : "who8,who1" } },
}));

/** An org of which each query gives pages of one event, up to where it fails. */
function orgThatFails(failing: (path: string, page: number) => boolean): OktaApi {
	const page = async (at: string | URL) => {
		const url = new URL(at, "https://acme.okta.com");
		const number = Number(url.searchParams.get("after") ?? 0);
		if (failing(url.search, number)) throw new OktaApiError("E0000031: Invalid search criteria", { status: 400 });
		if (url.searchParams.get("filter")?.includes("event_hook.delivery")) return { items: [], next: undefined };
		const next = new URL(url);
		next.searchParams.set("after", String(number + 1));
		return { items: LOGGED.slice(number, number + 1), next: number + 1 < LOGGED.length ? next : undefined };
	};
	return { page } as unknown as OktaApi;
}

test("where Okta does not filter by event hook the whole log is read", async () => {
	const api = orgThatFails((search) => search.includes("targetEventHookIds"));
	const { meant, missing } = await auditPeriod(api, [eventHook()], PERIOD, async (uuids) => uuids.slice(1));
	expect([meant, missing]).toEqual([2, [LOGGED[1]]]);
});

test("a log that breaks off is not read anew for its filter, which would count events twice", async () => {
	const api = orgThatFails((search, page) => search.includes("targetEventHookIds") && page === 1);
	await expect(auditPeriod(api, [eventHook()], PERIOD, async () => [])).rejects.toThrow("E0000031");
});
