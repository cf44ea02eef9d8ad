import { describe, expect, test } from "vitest";
import { HR_SYNC, MAYA, OFFICE, OKTA_SYSTEM, SLACK } from "../../../scripts/demo/cast.ts";
import { type Facts, logEvent, oktaId, uuid } from "../../../scripts/demo/log-event.ts";

const IDENTITY = {
	published: new Date("2026-01-15T08:02:01.300Z"),
	seed: "2.1",
	transaction: "maya's request",
	hookId: "whoDEMO",
};
const OPENS_SLACK: Facts = { type: "user.authentication.sso", actor: MAYA, client: OFFICE, targets: [SLACK] };

describe("an event in the shape of an Event Hook", () => {
	const event = logEvent({ ...OPENS_SLACK, debugData: { signOnMode: "SAML 2.0" } }, IDENTITY);

	test("has every member that Okta sends", () => {
		expect(Object.keys(event)).toEqual([
			"uuid",
			"published",
			"eventType",
			"version",
			"displayMessage",
			"severity",
			"client",
			"device",
			"actor",
			"outcome",
			"target",
			"transaction",
			"debugContext",
			"legacyEventType",
			"authenticationContext",
			"securityContext",
			"insertionTimestamp",
		]);
	});

	test("has ipChain in client", () => {
		const { ipAddress, place } = OFFICE;
		expect(event.client.ipChain).toEqual([{ ip: ipAddress, geographicalContext: place, version: "V4", source: null }]);
	});

	test("says what happened, and writes nulls out", () => {
		expect(event).toMatchObject({
			published: "2026-01-15T08:02:01.300Z",
			eventType: "user.authentication.sso",
			displayMessage: "User single sign on to app",
			legacyEventType: "app.auth.sso",
			actor: { alternateId: "maya.chen@example.com", detailEntry: null },
			outcome: { result: "SUCCESS", reason: null },
			target: [{ type: "AppInstance", displayName: "Slack", detailEntry: { signOnModeType: "SAML_2_0" } }],
			transaction: { type: "WEB" },
			debugContext: { debugData: { signOnMode: "SAML 2.0", targetEventHookIds: "whoDEMO" } },
			securityContext: { asNumber: 64496, isProxy: false },
		});
	});

	test("holds nothing that JSON drops", () => {
		expect(JSON.parse(JSON.stringify(event))).toEqual(event);
	});
});

test("a job of Okta's own comes from nowhere", () => {
	const event = logEvent({ type: "user.session.clear", actor: OKTA_SYSTEM }, IDENTITY);
	expect(event).toMatchObject({
		client: { ipAddress: null, userAgent: null, geographicalContext: null, ipChain: [] },
		target: null,
		transaction: { type: "JOB" },
		securityContext: { asNumber: null, isProxy: null },
	});
});

test("the same seed and time make the same event, another seed or time another one", () => {
	const published = new Date("2026-01-16T08:02:01.300Z");
	const uuids = [IDENTITY, IDENTITY, { ...IDENTITY, seed: "2.2" }, { ...IDENTITY, published }].map(
		(identity) => logEvent(OPENS_SLACK, identity).uuid,
	);
	expect(uuids[1]).toBe(uuids[0]);
	expect(new Set(uuids).size).toBe(3);
});

test("events of one request share its id; a session lasts a day on one device", () => {
	const events = ["1", "2"].map((seed) => logEvent(OPENS_SLACK, { ...IDENTITY, seed }));
	expect(events[0]?.transaction.id).toBe(events[1]?.transaction.id);
	expect(events[0]?.authenticationContext).toEqual(events[1]?.authenticationContext);
	const other = logEvent({ ...OPENS_SLACK, actor: HR_SYNC }, { ...IDENTITY, transaction: "another request" });
	expect(other.transaction.id).not.toBe(events[0]?.transaction.id);
});

test("ids look like Okta's", () => {
	expect(oktaId("00u", "maya.chen@example.com")).toMatch(/^00u[0-9A-Za-z]{17}$/);
	expect(uuid("1", "seed")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});
