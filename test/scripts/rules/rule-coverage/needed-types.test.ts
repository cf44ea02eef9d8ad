import { expect, test } from "vitest";
import { neededTypes } from "../../../../scripts/rules/rule-coverage/needed-types.ts";
import { parseCondition } from "../../../../src/falco/filter/parse.ts";

const MFA = "user.authentication.auth_via_mfa";
const DENY_PUSH = "user.mfa.okta_verify.deny_push";

test.each([
	["okta.evt.type = a.b", ["a.b"]],
	["okta.evt.type in (b, a) and okta.result = SUCCESS", ["a", "b"]],
	["okta.result = SUCCESS", undefined],
	["okta.mfa.failure.countlast[300] >= 3", [MFA]],
	["okta.mfa.deny.countlast[60] > 1 or okta.evt.type = a", ["a", MFA, DENY_PUSH]],
	["okta.evt.type = a and okta.mfa.deny.countlast[60] > 1", []],
	["not okta.mfa.failure.countlast[300] >= 3", undefined],
])("neededTypes: %s", (condition, types) => expect(neededTypes(parseCondition(condition))).toEqual(types));
