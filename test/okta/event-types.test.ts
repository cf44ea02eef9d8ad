import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVENT_TYPES, EVENT_TYPES_RELEASE } from "../../src/okta/event-types.ts";

test("the catalogue is one release of Okta's, whole", () => {
	expect(EVENT_TYPES_RELEASE).toMatch(/^\d{4}\.\d\d\.\d$/);
	expect(EVENT_TYPES.size).toBe(1274);
	expect([...EVENT_TYPES.values()].filter(({ hookEligible }) => hookEligible)).toHaveLength(314);
});

test.each([
	["user.session.start", true],
	["user.authentication.auth_via_mfa", true],
	["user.lifecycle.suspend", true],
	["user.mfa.okta_verify.deny_push", false],
	["policy.evaluate_sign_on", false],
	["event_hook.delivery", false],
])("%s can reach a hook: %s", (type, hookEligible) => {
	expect(EVENT_TYPES.get(type)).toEqual({ hookEligible });
});

test("what Okta does not have is not in it", () => {
	expect(EVENT_TYPES.get("user.lifecycle.suspended")).toBeUndefined();
});

test("no source file imports it: it would be 50 KB of the Worker", () => {
	const src = new URL("../../src/", import.meta.url);
	const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
	// Falco's file of that name is another.
	const imports = /(?<!\/filter)\/event-types\.(?:ts|json)"/;
	const importing = files.filter((file) => imports.test(readFileSync(new URL(file, src), "utf8")));
	expect(importing.filter((file) => !file.startsWith("falco/"))).toEqual(["okta/event-types.ts"]);
});
