import { describe, expect, test } from "vitest";
import { PLUGIN_FIELDS } from "../../src/okta/plugin-fields.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";
import { readField } from "../fixtures/read-field.ts";

const signIn = logEvent({
	client: { zone: "Lisbon office", id: "0oaClient" },
	outcome: { reason: "because" },
	debugContext: {
		debugData: {
			requestUri: "/app/slack/exk1fHj2kLmN3oPq5d7/sso/saml",
			logOnlySecurityData: "{}",
			originalPrincipal: {
				id: "00uSupport0000000000",
				type: "User",
				alternateId: "support@okta.example",
				displayName: "Support",
			},
		},
	},
	authenticationContext: { authenticationProvider: "FACTOR_PROVIDER", credentialProvider: "OKTA_CREDENTIAL_PROVIDER" },
	securityContext: { isProxy: true },
	target: [
		{ id: "00uT", type: "User", alternateId: "target@acme.example", displayName: "Target" },
		{ id: "00gT", type: "UserGroup", alternateId: "unknown", displayName: "Admins" },
		{ id: "0oaT", type: "AppInstance", alternateId: "Slack", displayName: "Slack, Inc." },
	],
});

/** Every field of the plugin but the counters: its value on the sign-in above, and on an event that says nothing. */
const VALUES: Record<string, readonly [full: string | bigint, empty: string | bigint | undefined]> = {
	"okta.app": ["slack", undefined],
	"okta.org": ["acme", "acme"],
	"okta.evt.type": ["user.session.start", ""],
	"okta.evt.legacytype": ["core.user_auth.login_success", ""],
	"okta.severity": ["INFO", ""],
	"okta.message": ["User login to Okta", ""],
	"okta.published": ["2026-03-02T09:15:30.123Z", ""],
	"okta.result": ["SUCCESS", ""],
	"okta.reason": ["because", ""],
	"okta.transaction.id": ["aBcD1234efGh5678ijKl", ""],
	"okta.transaction.type": ["WEB", ""],
	"okta.requesturi": ["/app/slack/exk1fHj2kLmN3oPq5d7/sso/saml", ""],
	"okta.behaviors": ["{New Geo-Location=NEGATIVE, New Device=POSITIVE, Velocity=NEGATIVE}", ""],
	"okta.logonlysecuritydata": ["{}", ""],
	"okta.actor.id": ["00u9rk2m4vQ7ZsXbY5d7", ""],
	"okta.actor.Type": ["User", ""],
	"okta.actor.alternateid": ["ines.duarte@acme.example", ""],
	"okta.actor.name": ["Inês Duarte", ""],
	"okta.principal.id": ["00uSupport0000000000", ""],
	"okta.principal.alternateid": ["support@okta.example", ""],
	"okta.principal.type": ["User", ""],
	"okta.principal.name": ["Support", ""],
	"okta.client.zone": ["Lisbon office", ""],
	"okta.client.ip": ["198.51.100.23", ""],
	"okta.client.device": ["Computer", ""],
	"okta.client.id": ["0oaClient", ""],
	"okta.client.geo.city": ["Lisbon", ""],
	"okta.client.geo.state": ["Lisbon", ""],
	"okta.client.geo.country": ["Portugal", ""],
	"okta.client.geo.postalcode": ["1000-001", ""],
	"okta.client.geo.lat": ["38.7167", "0"],
	"okta.client.geo.lon": ["-9.1333", "0"],
	"okta.useragent.os": ["Mac OS X", ""],
	"okta.useragent.browser": ["SAFARI", ""],
	"okta.useragent.raw": ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15", ""],
	"okta.authentication.step": ["0", "0"],
	"okta.authentication.sessionid": ["102AbCdEfGhIjKlMnOpQrStUv", ""],
	"okta.authentication.provider": ["FACTOR_PROVIDER", ""],
	"okta.authentication.credentialprovider": ["OKTA_CREDENTIAL_PROVIDER", ""],
	"okta.security.asnumber": [64500n, 0n],
	"okta.security.asorg": ["example telecom", ""],
	"okta.security.isp": ["example telecom", ""],
	"okta.security.domain": ["telecom.example", ""],
	"okta.security.isproxy": ["true", ""],
	"okta.target.user.id": ["00uT", undefined],
	"okta.target.user.alternateid": ["target@acme.example", undefined],
	"okta.target.user.name": ["Target", undefined],
	"okta.target.group.id": ["00gT", undefined],
	"okta.target.group.alternateid": ["unknown", undefined],
	"okta.target.group.name": ["Admins", undefined],
	"okta.target.app.alternateid": ["Slack", undefined],
	"okta.targets.displayName": ["(Target,Admins,Slack, Inc.)", undefined],
};

test("every field of the plugin is tried here", () => {
	const counters = ["okta.mfa.failure.countlast", "okta.mfa.deny.countlast"];
	expect([...Object.keys(VALUES), ...counters].sort()).toEqual(Object.keys(PLUGIN_FIELDS).sort());
	expect(Object.keys(PLUGIN_FIELDS)).toHaveLength(54);
});

describe.each(Object.entries(VALUES))("%s", (name, [full, empty]) => {
	test("is read from where Okta puts it", () => {
		expect(readField(name, signIn)).toBe(full);
	});

	test.each([
		["nothing", {}],
		["null at the top", Object.fromEntries(Object.keys(signIn).map((key) => [key, null]))],
		["empty objects", { client: {}, actor: {}, outcome: {}, debugContext: {}, securityContext: {}, target: [] }],
		["null within", nulled(signIn)],
	])("has its value for nothing where an event says %s", (_, log) => {
		expect(readField(name, log)).toBe(empty);
	});
});

/** The object with null for every leaf and no targets. */
function nulled(value: object): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(value).map(([key, child]) => [
			key,
			typeof child === "object" && child !== null && !Array.isArray(child) ? nulled(child) : null,
		]),
	);
}

test.each([
	["/app/slack/exk1/sso/saml", "slack"],
	["/app/slack", "slack"],
	["/app/", ""],
	["/app//x", ""],
	["/app/x?y=/z", "x?y="],
	["/app", undefined],
	["/APP/slack/x", undefined],
	["/api/v1/app/slack", undefined],
	["", undefined],
	[null, undefined],
])("the app of a request to %j is %j", (requestUri, app) => {
	expect(readField("okta.app", logEvent({ debugContext: { debugData: { requestUri } } }))).toBe(app);
});

describe("of several targets", () => {
	const target = (type: unknown, id: string, more = {}) => ({
		type,
		id,
		alternateId: `${id}@acme`,
		displayName: id,
		...more,
	});

	test.each([
		["the last of the type counts", [target("User", "a"), target("UserGroup", "g"), target("User", "b")], "b"],
		["other types do not", [target("User", "a"), target("AppUser", "b"), target("NewUser", "c")], "a"],
		["types in another case do not", [target("User", "a"), target("user", "b"), target("USER", "c")], "a"],
		["what is no target does not", [target("User", "a"), null, "User", ["User"], target(5, "b")], "a"],
		["one that lacks its id has an empty one", [target("User", "a"), target("User", "b", { id: null })], ""],
		["none has the type", [target("AppInstance", "a")], undefined],
		["a single object is not a list", target("User", "a"), undefined],
	])("%s", (_, targets, id) => {
		expect(readField("okta.target.user.id", { target: targets })).toBe(id);
	});

	test("okta.targets.displayName gives one by index, or all", () => {
		const log = { target: [target("User", "a"), { displayName: null }, null, target("User", "d,e")] };
		expect(readField("okta.targets.displayName", log)).toBe("(a,,,d,e)");
		expect(readField("okta.targets.displayName[0]", log)).toBe("a");
		expect(readField("okta.targets.displayName[1]", log)).toBe("");
		expect(readField("okta.targets.displayName[2]", log)).toBe("");
		expect(readField("okta.targets.displayName[3]", log)).toBe("d,e");
		expect(readField("okta.targets.displayName[4]", log)).toBeUndefined();
		expect(readField("okta.targets.displayName[18446744073709551615]", log)).toBeUndefined();
	});

	test("thousands are read", () => {
		const log = { target: Array.from({ length: 5000 }, (_, index) => target("User", `u${index}`)) };
		expect(readField("okta.target.user.name", log)).toBe("u4999");
		expect(readField("okta.targets.displayName[4321]", log)).toBe("u4321");
		expect(String(readField("okta.targets.displayName", log)).split(",")).toHaveLength(5000);
	});
});

describe("what Okta writes in another type than the plugin expects is read all the same", () => {
	test.each([
		["okta.security.isproxy", { securityContext: { isProxy: true } }, "true"],
		["okta.security.isproxy", { securityContext: { isProxy: false } }, "false"],
		["okta.security.isproxy", { securityContext: { isProxy: "false" } }, "false"],
		["okta.client.geo.postalcode", { client: { geographicalContext: { postalCode: 10013 } } }, "10013"],
		["okta.actor.id", { actor: { id: { a: [1, "ü"] } } }, '{"a":[1,"ü"]}'],
		["okta.useragent.raw", { client: { userAgent: { rawUserAgent: ["a", null] } } }, '["a",null]'],
		[
			"okta.behaviors",
			{ debugContext: { debugData: { behaviors: { "New IP": "POSITIVE" } } } },
			'{"New IP":"POSITIVE"}',
		],
		["okta.severity", { severity: "\ud800" }, "\ud800"],
		["okta.actor.id", { actor: "00u1" }, ""],
		["okta.authentication.step", { authenticationContext: { authenticationStep: 3 } }, "3"],
		["okta.authentication.step", { authenticationContext: { authenticationStep: "1" } }, "1"],
		["okta.security.asnumber", { securityContext: { asNumber: "64500" } }, 64500n],
		["okta.security.asnumber", { securityContext: { asNumber: 4294967295 } }, 4294967295n],
		["okta.security.asnumber", { securityContext: { asNumber: "18446744073709551615" } }, 18446744073709551615n],
		["okta.security.asnumber", { securityContext: { asNumber: "18446744073709551616" } }, 0n],
		["okta.security.asnumber", { securityContext: { asNumber: "AS64500" } }, 0n],
		["okta.security.asnumber", { securityContext: { asNumber: -1 } }, 0n],
		["okta.security.asnumber", { securityContext: { asNumber: 1.5 } }, 0n],
		["okta.security.asnumber", { securityContext: { asNumber: [64500] } }, 0n],
	])("%s of %j", (name, log, expected) => {
		expect(readField(name, log)).toBe(expected);
	});
});

describe("an MFA counter has a value on an attempt of its own kind only", () => {
	test.each([
		["a failed challenge", LOG_EVENTS.mfaFailure, 1n, undefined],
		["a refused push", LOG_EVENTS.pushDenied, undefined, 1n],
		["a sign-in", LOG_EVENTS.signIn, undefined, undefined],
	])("%s", (_, log, failures, denials) => {
		expect(readField("okta.mfa.failure.countlast[300]", log)).toBe(failures);
		expect(readField("okta.mfa.deny.countlast[300]", log)).toBe(denials);
	});

	test("and takes a window of any length", () => {
		expect(readField("okta.mfa.failure.countlast[0]", LOG_EVENTS.mfaFailure)).toBe(0n);
		expect(readField("okta.mfa.failure.countlast[18446744073709551615]", LOG_EVENTS.mfaFailure)).toBe(1n);
	});
});
