import { expect, test } from "vitest";
import { suggest } from "../../src/falco/suggest.ts";

const NAMES = ["<", "in", "okta.actor.name", "okta.actor.Type", "okta.app", "okta.target.user.name"];

test.each([
	["okta.actor.nmae", "okta.actor.name"],
	["okta.actor.type", "okta.actor.Type"],
	["Okta.App", "okta.app"],
	["okta.apps", "okta.app"],
	["okta.target.users.names", "okta.target.user.name"],
])("%s may stand for %s", (wrong, meant) => {
	expect(suggest(wrong, NAMES)).toBe(meant);
});

test.each(["", "x", "fd.name", "okta.entirely.different"])("%j stands for none", (wrong) => {
	expect(suggest(wrong, NAMES)).toBeUndefined();
});
