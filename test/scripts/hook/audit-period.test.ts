import { expect, test } from "vitest";
import { auditPeriod } from "../../../scripts/hook/audit-period.ts";
import type { OktaApi } from "../../../src/okta/api/client.ts";
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
