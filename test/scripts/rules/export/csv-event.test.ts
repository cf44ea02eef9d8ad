import { describe, expect, test } from "vitest";
import { CSV_COLUMNS, csvEvents } from "../../../../scripts/rules/export/csv-event.ts";
import { csvGaps } from "../../../../scripts/rules/export/csv-gaps.ts";
import { loadRules } from "../../../../scripts/rules/loaded-rules.ts";
import { CONFIG_FILE } from "../../../../scripts/rules/rule-files.ts";

const eventOf = (cells: Readonly<Record<string, string>>) =>
	JSON.parse(JSON.stringify(csvEvents(Object.keys(cells))(Object.values(cells))));

describe("a row of a CSV", () => {
	test("is the event that Okta's System Log API would give, as far as it goes", () => {
		const cells = {
			uuid: "u-1",
			timestamp: "2026-03-02T09:15:30.123Z",
			event_type: "user.session.start",
			"outcome.result": "SUCCESS",
			"outcome.reason": "",
			"actor.alternate_id": "ada@example.com",
			"client.user_agent.raw_user_agent": "curl/8",
			"client.geographical_context.geolocation.lat": "-8.611",
			"client.geographical_context.postal_code": "01234",
			"authentication_context.authentication_step": "0",
			"authentication_context.external_session_id": "102x",
			"debug_context.debug_data.request_uri": "/login",
			"target0.id": "0oa1",
			"target0.display_name": "Slack",
			"target1.id": "",
			"request.ip_chain.ip": "192.0.2.1",
			"request.ip_chain.geographical_context.geolocation.state": "Porto",
		};
		expect(eventOf(cells)).toEqual({
			uuid: "u-1",
			published: "2026-03-02T09:15:30.123Z",
			eventType: "user.session.start",
			outcome: { result: "SUCCESS" },
			actor: { alternateId: "ada@example.com" },
			client: {
				userAgent: { rawUserAgent: "curl/8" },
				geographicalContext: { geolocation: { lat: -8.611 }, postalCode: "01234" },
			},
			authenticationContext: { authenticationStep: 0, externalSessionId: "102x" },
			debugContext: { debugData: { requestUri: "/login" } },
			target: [{ id: "0oa1", displayName: "Slack" }],
			request: { ipChain: [{ ip: "192.0.2.1", geographicalContext: { state: "Porto" } }] },
		});
	});

	test("takes columns that Okta may add, and any other name too", () => {
		const cells = {
			"security_context.is_proxy": "true",
			__proto__x: "1",
			"a.__proto__.b": "2",
			constructor: "3",
			"target9.id": "x",
		};
		const event = eventOf(cells);
		expect(event.securityContext).toEqual({ isProxy: "true" });
		expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
		expect(event.target[9]).toEqual({ id: "x" });
		expect(({} as Record<string, unknown>).b).toBeUndefined();
	});

	test("a column that is both a value and holds others does no harm", () => {
		expect(eventOf({ actor: "Ada", "actor.id": "00u1" })).toEqual({ actor: { id: "00u1" } });
		expect(eventOf({ "actor.id": "00u1", actor: "Ada" })).toEqual({ actor: "Ada" });
	});
});

describe("gaps of a CSV", () => {
	const rules = loadRules({ config: CONFIG_FILE })?.loaded.ruleSet?.rules ?? [];

	test("are the fields that our rules test and the export has not got", () => {
		const gaps = csvGaps(rules, CSV_COLUMNS);
		expect(gaps.fields).toEqual(
			expect.arrayContaining(["okta.security.isproxy", "okta.behavior[NewDevice]", "okta.debug[factor]"]),
		);
		for (const there of [
			"okta.evt.type",
			"okta.result",
			"okta.client.ip",
			"okta.target.user.id",
			"okta.targets.displayName",
		]) {
			expect(gaps.fields).not.toContain(there);
		}
		expect(gaps.rules).toContain("Okta User Guessed from Many Addresses");
		expect(gaps.rules).not.toContain("Okta Password Spray from One Address");
	});

	test("are none where a column tells", () => {
		const { fields } = csvGaps(rules, [...CSV_COLUMNS, "security_context.is_proxy"]);
		expect(fields).not.toContain("okta.security.isproxy");
	});
});
