import { expect, test } from "vitest";
import { DIMENSION_NAMES, type DimensionName, readDimension } from "../../../src/okta/windows/dimensions.ts";
import { logEvent } from "../../fixtures/log-event.ts";
import { LOG_EVENTS } from "../../fixtures/log-events.ts";

const { signIn, mfaFailure, systemJob, placeholder } = LOG_EVENTS;

const nobody = logEvent({ actor: { id: "unknown", alternateId: "typed@acme.example", displayName: "unknown" } });
const targets = logEvent({
	target: [
		{ id: "00u1", type: "User", alternateId: "one@acme.example" },
		{ id: "00u2", type: "User", alternateId: "two@acme.example" },
		{ id: "00g1", type: "UserGroup", alternateId: "unknown" },
		null,
	],
});

test.each<[DimensionName, Parameters<typeof readDimension>[1], string | undefined]>([
	["actor", signIn, "00u9rk2m4vQ7ZsXbY5d7"],
	["actor", nobody, "typed@acme.example"],
	["actor", logEvent({ actor: { id: "unknown", alternateId: "unknown" } }), undefined],
	["actor", placeholder, undefined],
	["actor", logEvent({ actor: { id: 5 } }), "5"],
	["user", signIn, "00u9rk2m4vQ7ZsXbY5d7"],
	["user", mfaFailure, "00u9rk2m4vQ7ZsXbY5d7"],
	["user", targets, "00u2"],
	["target", targets, "00u2"],
	["target", signIn, undefined],
	["target", systemJob, undefined],
	["group", targets, "00g1"],
	["app", signIn, "0oa3hc8n1pTq6LwKe5d7"],
	["app", targets, undefined],
	["ip", signIn, "198.51.100.23"],
	["ip", systemJob, undefined],
	["asn", signIn, "64500"],
	["asn", systemJob, undefined],
	["country", signIn, "Portugal"],
	["session", signIn, "102AbCdEfGhIjKlMnOpQrStUv"],
	["session", logEvent({ authenticationContext: { externalSessionId: "unknown" } }), undefined],
	["dthash", signIn, "5d1c0e6f2b"],
	["dthash", systemJob, undefined],
	["os", signIn, "Mac OS X"],
	["os", logEvent({ client: { userAgent: { os: "Unknown" } } }), "Unknown"],
	["os", logEvent({ client: { userAgent: null } }), undefined],
	["agent", systemJob, undefined],
	["org", systemJob, "acme"],
])("%s (%#)", (name, log, expected) => {
	expect(readDimension(name, log, "acme")).toBe(expected);
});

test("what an event lacks has no value, whatever stands there", () => {
	const intruders = [null, [], 0, "", { id: null }, [{ type: "User" }]];
	for (const intruder of intruders) {
		const log = {
			actor: intruder,
			target: intruder,
			client: intruder,
			securityContext: intruder,
			debugContext: intruder,
		};
		for (const name of DIMENSION_NAMES) expect(() => readDimension(name, log, "acme")).not.toThrow();
	}
});
