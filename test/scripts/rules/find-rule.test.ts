import { describe, expect, test } from "vitest";
import { findRule } from "../../../scripts/rules/find-rule.ts";
import type { LoadedRule } from "../../../src/falco/load.ts";

const RULES = ["Okta Push", "Okta Push Denied", "Okta Sign-In"].map((name) => ({ name }) as LoadedRule);

describe("findRule", () => {
	test.each([
		["Okta Push", "Okta Push"],
		["okta push", "Okta Push"],
		["denied", "Okta Push Denied"],
		["sign-in", "Okta Sign-In"],
	])("%s is %s", (wanted, name) => expect(findRule(RULES, wanted)).toEqual({ name }));

	test.each([
		["push", "push may be Okta Push or Okta Push Denied"],
		["Okta Sing-In", "there is no rule Okta Sing-In; did you mean Okta Sign-In?"],
		["Zone", "there is no rule Zone"],
	])("%s: %s", (wanted, reason) => expect(findRule(RULES, wanted)).toBe(reason));
});
