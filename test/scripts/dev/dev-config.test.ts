import { expect, test } from "vitest";
import { devConfig } from "../../../scripts/dev/dev-config.ts";

const CONFIG = { name: "okta-falco", vars: { OKTA_ORG_URL: "" }, secrets: { required: ["OKTA_HOOK_SECRET"] } };

test.each([
	["without .dev.vars, what is required", undefined, ["OKTA_HOOK_SECRET"]],
	["what is required once", { OKTA_HOOK_SECRET: "s" }, ["OKTA_HOOK_SECRET"]],
	["optional settings too", { ADMIN_TOKEN: "t", OKTA_HOOK_SECRET: "s" }, ["OKTA_HOOK_SECRET", "ADMIN_TOKEN"]],
	["variables of wrangler.toml as such", { OKTA_ORG_URL: "https://acme.okta.com" }, ["OKTA_HOOK_SECRET"]],
])("Wrangler takes from .dev.vars: %s", (_, devVars, required) => {
	expect(devConfig(CONFIG, devVars)).toEqual({ ...CONFIG, secrets: { required } });
});

test("no value of .dev.vars stands in the configuration", () => {
	expect(JSON.stringify(devConfig(CONFIG, { ADMIN_TOKEN: "the-token" }))).not.toContain("the-token");
});

test("no route tells the Worker that it is elsewhere", () => {
	const route = { pattern: "okta-falco.example.com", custom_domain: true };
	expect(devConfig({ ...CONFIG, routes: [route] })).toEqual(CONFIG);
	expect(devConfig({ ...CONFIG, route })).toEqual(CONFIG);
});
