import { describe, expect, test } from "vitest";
import { NOT_SWEPT } from "../../src/org/sweep-state.ts";
import { type Circumstances, troublesOf } from "../../src/worker/troubles.ts";
import { NOW, overview } from "../fixtures/status/overview.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const { standing } = overview();

function found(changes: Partial<Circumstances["standing"]>, others: Partial<Circumstances> = {}) {
	return troublesOf({
		standing: { ...standing, ...changes },
		faults: [],
		rules: 3,
		deployed: undefined,
		now: NOW,
		...others,
	});
}

function troubles(changes: Partial<Circumstances["standing"]> = {}, others: Partial<Circumstances> = {}) {
	return found(changes, others).map(({ state, isUrgent, title }) => [state, isUrgent, title]);
}

const alerts = (changes: Partial<typeof standing.alerts>) => ({ alerts: { ...standing.alerts, ...changes } });
/** Deliveries refused for so many minutes, until just now. */
const refused = (minutes: number) => ({
	refused: { since: NOW - minutes * MINUTE, last: NOW, status: 401, reason: "another secret" },
	okta: { ...standing.okta, lastDelivery: NOW - minutes * MINUTE - 1 },
});
const down = { ...standing.destination, state: "down" as const, reason: "no answer" };

test("when all is well there is nothing to see to", () => {
	expect(troubles()).toEqual([]);
});

describe("alerts that wait", () => {
	test("are no trouble while they leave one after the other", () => {
		expect(troubles({ ...alerts({ pending: 200 }), oldestPending: NOW - 9 * MINUTE })).toEqual([]);
	});

	test("are told of as soon as Falcosidekick is down, and are urgent after ten minutes", () => {
		const since = (waited: number) =>
			troubles({ ...alerts({ pending: 2 }), destination: down, oldestPending: NOW - waited });
		expect(since(MINUTE)).toEqual([["waiting", false, "Alerts are waiting"]]);
		expect(since(10 * MINUTE)).toEqual([["waiting", false, "Alerts are waiting"]]);
		expect(since(10 * MINUTE + 1)).toEqual([["waiting", true, "Alerts are waiting"]]);
	});

	test("are urgent after ten minutes whatever Falcosidekick is", () => {
		expect(troubles({ ...alerts({ pending: 1 }), oldestPending: NOW - 11 * MINUTE })).toEqual([
			["waiting", true, "An alert is waiting"],
		]);
	});
});

test.each([
	["held alerts", alerts({ held: 1 }), ["misconfigured", true, "Falcosidekick is misconfigured"]],
	["a refused delivery", refused(0), ["misconfigured", false, "Deliveries are refused"]],
	["ten minutes of refused deliveries", refused(10), ["misconfigured", true, "Deliveries are refused"]],
	[
		"refused deliveries between others that are taken",
		{ ...refused(10), okta: { ...standing.okta, lastDelivery: NOW - 5 * MINUTE } },
		["misconfigured", false, "Deliveries are refused"],
	],
	["dead alerts", alerts({ dead: 2 }), ["unsettled", false, "Alerts are dead"]],
	["failed events", { setAside: { rejected: 0, failed: 1 } }, ["unsettled", false, "An event could not be evaluated"]],
	[
		"a sweep that fails for half an hour",
		{ sweep: { ...NOT_SWEPT, failingSince: NOW - 31 * MINUTE, error: "401" } },
		["silent", true, "The System Log cannot be read"],
	],
	[
		"a sweep that lags by half an hour",
		{ sweep: { ...NOT_SWEPT, isBehind: true, sweptTo: NOW - 31 * MINUTE } },
		["silent", true, "The System Log is read too slowly"],
	],
	[
		"a silent feed",
		{ silences: [{ feed: "Event Hooks" as const, since: 1, reason: "x" }] },
		["silent", true, "Okta has fallen silent"],
	],
	[
		"an org that has sent nothing",
		{ okta: { ...standing.okta, lastDelivery: 0 }, sweep: null },
		["unused", false, "Nothing has come from Okta yet"],
	],
])("told of: %s", (_, changes, told) => {
	expect(troubles(changes)).toEqual([told]);
});

test.each([
	[401, "npm run hook -- rotate"],
	[403, "mend what the reason names"],
])("what to do about deliveries refused with %i", (status, remedy) => {
	const told = found({ refused: { since: NOW - MINUTE, last: NOW, status, reason: "why" } });
	expect(told).toMatchObject([
		{
			reason: `since 2026-03-04T14:14:30.000Z, the last one at 2026-03-04T14:15:30.000Z, with ${status}: why`,
			remedy: expect.stringContaining(remedy),
		},
	]);
	expect(told[0]?.remedy).toContain("npm run hook -- audit");
});

test("what to do about the System Log leads to Okta, which alone knows whether it takes the credentials", () => {
	const told = found({
		sweep: { ...NOT_SWEPT, failingSince: NOW - 31 * MINUTE, error: "401" },
		silences: [{ feed: "System Log", since: 1, reason: "x" }],
	});
	expect(told).toHaveLength(2);
	for (const { remedy } of told) {
		expect(remedy).toContain("OKTA_API_TOKEN");
		expect(remedy).toContain("Security → API → Tokens");
		expect(remedy).not.toContain("npm run doctor");
	}
});

test.each([
	["rejected events, which Okta has to mend", { setAside: { rejected: 9, failed: 0 } }],
	["a sweep that fails since just now", { sweep: { ...NOT_SWEPT, failingSince: NOW - 29 * MINUTE } }],
	["no delivery, where the System Log brings what happens", { okta: { ...standing.okta, lastDelivery: 0 } }],
])("not told of: %s", (_, changes) => {
	expect(troubles(changes)).toEqual([]);
});

test("a release is out of date after ninety days, where that is known", () => {
	expect(troubles({}, { deployed: NOW - 90 * DAY })).toEqual([]);
	expect(troubles({}, { deployed: NOW - 91 * DAY })).toEqual([["outdated", false, "The rules are out of date"]]);
});

test("no rules and wrong settings are told of", () => {
	const faults = [{ name: "FALCOSIDEKICK_URL", fault: "is not set" }];
	expect(troubles({}, { rules: 0, faults })).toEqual([
		["misconfigured", true, "A setting is wrong"],
		["misconfigured", false, "No rule is on"],
	]);
});

test("the most urgent comes first", () => {
	const all = troubles(
		{
			...alerts({ pending: 1, dead: 1 }),
			oldestPending: NOW - 11 * MINUTE,
			silences: [{ feed: "System Log", since: 1, reason: "x" }],
		},
		{ deployed: 0, faults: [{ name: "X", fault: "is wrong" }] },
	);
	expect(all.map(([state]) => state)).toEqual(["misconfigured", "waiting", "silent", "unsettled", "outdated"]);
});
