import { expect, test } from "vitest";
import { logEvent } from "../fixtures/log-event.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";
import { readField } from "../fixtures/read-field.ts";

const { signIn, policyChange, systemJob, placeholder, hookOf2019, rated } = LOG_EVENTS;

test.each([
	["okta.uuid", signIn, "3f8a1c52-7c1e-11f1-9b0a-6d2f4e8c1a77"],
	["okta.uuid", {}, ""],

	["okta.debug[dtHash]", signIn, "5d1c0e6f2b"],
	["okta.debug[dthash]", signIn, undefined],
	["okta.debug[threshold]", systemJob, "600"],
	[
		"okta.debug[originalPrincipal]",
		logEvent({ debugContext: { debugData: { originalPrincipal: { id: 1 } } } }),
		'{"id":1}',
	],
	["okta.debug[authnRequestId]", signIn, undefined],
	["okta.debug[risk]", logEvent({ debugContext: { debugData: { risk: null } } }), undefined],
	["okta.debug[risk]", logEvent({ debugContext: { debugData: { risk: "" } } }), ""],
	["okta.debug[constructor]", signIn, undefined],
	["okta.debug[__proto__]", signIn, undefined],
	["okta.debug[length]", { debugContext: { debugData: ["a"] } }, undefined],
	["okta.debug[risk]", placeholder, undefined],

	["okta.threatsuspected", signIn, "false"],
	["okta.threatsuspected", rated, "true"],
	["okta.threatsuspected", logEvent({ debugContext: { debugData: { threatSuspected: true } } }), "true"],
	["okta.threatsuspected", systemJob, undefined],

	["okta.targets.id", policyChange, "(0pr5tGv8sWxYz1Ab5d7,00p4rFu7qVwXy0Za5d7)"],
	["okta.targets.id[1]", policyChange, "00p4rFu7qVwXy0Za5d7"],
	["okta.targets.type", policyChange, "(PolicyRule,PolicyEntity)"],
	["okta.targets.type[0]", policyChange, "PolicyRule"],
	["okta.targets.type[2]", policyChange, undefined],
	["okta.targets.alternateid", signIn, "(Okta Dashboard)"],
	["okta.targets.alternateid[0]", signIn, "Okta Dashboard"],
	["okta.targets.type", systemJob, undefined],
	["okta.targets.type", { target: [] }, undefined],
	["okta.targets.alternateid[0]", { target: [{ alternateId: null }, null] }, ""],
	["okta.targets.alternateid[1]", { target: [{ alternateId: null }, null] }, ""],
	["okta.targets.alternateid", { target: [{ alternateId: null }, null] }, "(,)"],

	["okta.client.ipchain[0]", signIn, "198.51.100.23"],
	["okta.client.ipchain[0]", hookOf2019, "203.0.113.80"],
	["okta.client.ipchain[1]", policyChange, "192.0.2.7"],
	["okta.client.ipchain[2]", policyChange, undefined],
	["okta.client.ipchain[0]", systemJob, undefined],
	["okta.client.ipchain[0]", placeholder, undefined],
	["okta.client.ipchain[0]", { client: { ipChain: [null] } }, undefined],
	["okta.client.ipchain[0]", { client: { ipChain: { "0": { ip: "192.0.2.7" } } } }, undefined],

	["okta.change.from[ruleAction]", policyChange, "REQUIRE_FACTOR"],
	["okta.change.to[ruleAction]", policyChange, "ALLOW"],
	["okta.change.to[ruleRank]", policyChange, "1"],
	["okta.change.from[policySubject]", policyChange, '{"include":["Everyone"]}'],
	["okta.change.to[policyPriority]", policyChange, "3"],
	["okta.change.from[policyPriority]", policyChange, undefined],
	["okta.change.to[ruleFactorLifetime]", policyChange, undefined],
	["okta.change.to[ruleAction]", signIn, undefined],
	["okta.change.to[ruleAction]", placeholder, undefined],
	[
		"okta.change.to[a]",
		{ target: [{ changeDetails: { to: { a: "first" } } }, { changeDetails: { to: { a: "last" } } }, null] },
		"last",
	],
])("%s (%#)", (name, log, expected) => {
	expect(readField(name, log)).toBe(expected);
});
