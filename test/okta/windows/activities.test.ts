import { expect, test } from "vitest";
import { EVENT_TYPES } from "../../../src/okta/event-types.ts";
import type { JsonObject } from "../../../src/okta/log-event.ts";
import { ACTIVITIES, activityOf } from "../../../src/okta/windows/activities.ts";
import { logEvent } from "../../fixtures/log-event.ts";
import { LOG_EVENTS } from "../../fixtures/log-events.ts";

function isOne(name: string, log: JsonObject): boolean {
	const activity = activityOf(name);
	if (activity === undefined) throw new Error(`${name} is no activity`);
	return activity.types.includes(String(log.eventType)) && activity.includes(log);
}

const of = (eventType: string, overrides: JsonObject = {}) => logEvent({ eventType, ...overrides });
const FAILED = { outcome: { result: "FAILURE" } };
const RISKY = { debugContext: { debugData: { risk: "{level=HIGH}" } } };

test.each<[string, JsonObject, boolean]>([
	["mfa_deny", LOG_EVENTS.pushDenied, true],
	["mfa_deny", of("user.mfa.okta_verify.deny_push"), true],
	["mfa_deny", LOG_EVENTS.mfaFailure, false],
	["mfa_failure", LOG_EVENTS.mfaFailure, true],
	["mfa_failure", LOG_EVENTS.pushDenied, false],
	["signin_failure", of("user.session.start", FAILED), true],
	["signin_failure", of("user.session.start"), false],
	["signin_failure", LOG_EVENTS.mfaFailure, false],
	["risky_signin", of("user.session.start", RISKY), true],
	["risky_signin", of("user.authentication.sso", { debugContext: { debugData: { threatSuspected: true } } }), true],
	["risky_signin", of("user.session.start", { ...RISKY, ...FAILED }), false],
	["risky_signin", LOG_EVENTS.signIn, false],
	["proxy_signin", of("user.session.start", { securityContext: { isProxy: true } }), true],
	["proxy_signin", of("user.session.start", { securityContext: { isProxy: "true" } }), true],
	["proxy_signin", of("user.session.start", { securityContext: null }), false],
	["lockout", of("user.account.lock"), true],
	["lockout", of("user.account.lock.limit"), true],
	["lockout", of("user.account.unlock"), false],
	["password_reset", of("user.account.reset_password"), true],
	["password_reset", of("user.account.reset_password", FAILED), false],
	["factor_reset", of("user.mfa.factor.deactivate"), true],
	["factor_reset", of("user.mfa.factor.activate"), false],
	["factor_enrolled", of("user.mfa.factor.activate"), true],
	["privilege_grant", of("user.account.privilege.grant"), true],
	["privilege_grant", of("user.account.privilege.revoke"), false],
	["user.session.end", of("user.session.end", FAILED), true],
	["user.session.end:SUCCESS", of("user.session.end", FAILED), false],
	["user.session.end:FAILURE", of("user.session.end", FAILED), true],
	["user.session.end", of("user.session.start"), false],
])("%s (%#): %#", (name, log, expected) => {
	expect(isOne(name, log)).toBe(expected);
});

test.each([
	"",
	"user",
	"mfa",
	"toString",
	"user..start",
	"user.session.start:",
	"user.session.start:SUCCESS:",
	"a.b c",
])("%j is no activity", (name) => {
	expect(activityOf(name)).toBeUndefined();
});

test("every event type that Okta has can be asked about, and those that the activities name exist", () => {
	const types = [...EVENT_TYPES.keys()];
	expect(types.filter((type) => activityOf(type) === undefined)).toEqual([]);
	expect(
		Object.values(ACTIVITIES).flatMap((activity) => activity.types.filter((type) => !types.includes(type))),
	).toEqual([]);
});
