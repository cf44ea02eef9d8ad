import { expect, test } from "vitest";
import { lookUpField } from "../../../src/falco/filter/field-lookup.ts";
import { oktaEvent } from "../../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../../src/okta/fields.ts";
import { mfaMemory } from "../../../src/okta/mfa-memory.ts";
import { seriesMemory } from "../../../src/okta/windows/memory.ts";
import { isWindowField, SCOPE, WindowPlan } from "../../../src/okta/windows/plan.ts";
import { Windows } from "../../../src/okta/windows/windows.ts";
import { logEvent } from "../../fixtures/log-event.ts";
import { LOG_EVENTS } from "../../fixtures/log-events.ts";
import { readField } from "../../fixtures/read-field.ts";

test.each([
	["okta.count", "actor,300"],
	["okta.count", "org,604800"],
	["okta.distinct", "ip,actor,1"],
	["okta.new", "dthash,os,3600"],
	["okta.recent", "mfa_deny,user,600"],
	["okta.recent", "privilege_grant,target=actor,600"],
	["okta.recent", "user.mfa.factor.activate,user,600"],
	["okta.recent", "user.session.start:FAILURE,ip,600"],
	["okta.recent", "user.authentication.auth_via_IDP,session,600"],
])("%s[%s] is a field", (name, argument) => {
	expect(lookUpField({ name, argument }, OKTA_FIELDS)).toMatchObject({ name });
});

test.each([
	["okta.count", "actor", 'expected KEY,SECONDS, not "actor"', undefined],
	["okta.count", "actor,ip,300", 'expected KEY,SECONDS, not "actor,ip,300"', undefined],
	["okta.distinct", "", 'expected KEY,FIELD,SECONDS, not ""', undefined],
	["okta.count", "actr,300", '"actr" is no KEY, which is one of actor, user, target', "did you mean actor?"],
	["okta.count", "constructor,300", '"constructor" is no KEY', undefined],
	["okta.distinct", "ip,contry,300", '"contry" is no FIELD', "did you mean country?"],
	["okta.recent", "mfa_denny,user,600", '"mfa_denny" is no ACTIVITY', "did you mean mfa_deny?"],
	["okta.recent", "user.session.start:,user,600", "is no ACTIVITY", undefined],
	["okta.recent", "mfa_deny,user=acter,600", '"acter" is no KEY', "did you mean actor?"],
	["okta.recent", "mfa_deny,user=actor=ip,600", '"actor=ip" is no KEY', undefined],
	["okta.count", "actor,5m", '"5m" is no number of SECONDS from 1 to 604800', undefined],
	["okta.count", "actor,0", "is no number of SECONDS", undefined],
	["okta.count", "actor,0300", "is no number of SECONDS", undefined],
	["okta.count", "actor,604801", "is no number of SECONDS", undefined],
	["okta.count", "actor,1e3", "is no number of SECONDS", undefined],
])("%s[%s] is refused: %s", (name, argument, reason, hint) => {
	expect(lookUpField({ name, argument }, OKTA_FIELDS)).toEqual({
		problem: expect.stringContaining(
			`filter ${name}[${argument}] ${name} has an invalid key argument: ${reason.startsWith("is ") ? "" : reason}`,
		),
		nonexistent: false,
		...(hint !== undefined && { hint }),
	});
	expect(lookUpField({ name, argument }, OKTA_FIELDS)).toMatchObject({ problem: expect.stringContaining(reason) });
});

test("every field that looks back is one that a plan knows, and the other way round", () => {
	const taking = Object.keys(OKTA_FIELDS).filter((name) => OKTA_FIELDS[name]?.argument?.form !== undefined);
	expect(taking.filter((name) => !isWindowField(name))).toEqual([]);
	expect(taking).toHaveLength(4);
});

test("they read what the windows hold", () => {
	const uses = [
		["okta.distinct", "user,ip,300"],
		["okta.recent", "mfa_failure,user,300"],
	] as const;
	const accepted = SCOPE.map(() => undefined);
	const plan = new WindowPlan(uses.map(([name, argument]) => ({ name, argument, rule: "any", accepted })));
	const windows = new Windows(plan, seriesMemory()).enter;
	const read = (ipAddress: string, uuid: string, ...fields: [name: string, argument: string][]) => {
		const log = logEvent({ ...LOG_EVENTS.mfaFailure, uuid, client: { ipAddress } });
		const event = oktaEvent(log, { number: 1n, org: "acme", hostname: "edge-1", history: mfaMemory(), windows });
		return fields.map(([name, argument]) => OKTA_FIELDS[name]?.read(argument)(event));
	};
	const fields: [string, string][] = [
		["okta.count", "user,300"],
		["okta.distinct", "user,ip,300"],
		["okta.new", "user,ip,300"],
		["okta.recent", "mfa_failure,user,300"],
		["okta.count", "actor,300"],
	];
	expect(read("192.0.2.1", "a", ...fields)).toEqual([1n, 1n, true, 0n, undefined]);
	expect(read("192.0.2.1", "b", ...fields)).toEqual([2n, 1n, false, 1n, undefined]);
	expect(read("192.0.2.2", "c", ...fields)).toEqual([3n, 2n, true, 2n, undefined]);
});

test.each(["okta.count[ip,300]", "okta.new[ip,actor,300]", "okta.recent[mfa_deny,user,60]", "okta.count[nonsense]"])(
	"%s has no value where nothing is remembered",
	(written) => {
		expect(readField(written, logEvent())).toBeUndefined();
	},
);
