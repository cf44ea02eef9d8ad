import { expect, test } from "vitest";
import { workerdConfig } from "../../../scripts/faults/workerd-config.ts";

const BUNDLE = {
	module: '/a "quoted" folder/dist/index.js',
	compatibilityDate: "2026-10-01",
	compatibilityFlags: ["global_fetch_strictly_public"],
	objects: [{ binding: "OKTA_ORG", className: "OktaOrg" }],
};

const OPTIONS = {
	bundle: BUNDLE,
	storage: '/a "quoted" folder/storage',
	variables: ["OKTA_HOOK_SECRET", "FALCOSIDEKICK_URL"],
};

const CONFIG = workerdConfig(OPTIONS);

test.each([
	'modules = [(name = "index.js", esModule = embed "index.js")]',
	'compatibilityDate = "2026-10-01"',
	'compatibilityFlags = ["global_fetch_strictly_public"]',
	'(name = "OKTA_ORG", durableObjectNamespace = "OktaOrg")',
	'(className = "OktaOrg", uniqueKey = "okta-falco", enableSql = true)',
	'path = "/a \\"quoted\\" folder/storage"',
	'address = "127.0.0.1:0"',
])("it says %s", (words) => {
	expect(CONFIG).toContain(words);
});

test("variables come from workerd's environment: their values are not written down", () => {
	expect(CONFIG).toContain('(name = "OKTA_HOOK_SECRET", fromEnvironment = "OKTA_HOOK_SECRET")');
	expect(CONFIG).not.toMatch(/text = /);
});

test("requests to the org go to this machine where that is told, and all others out", () => {
	const config = workerdConfig({ ...OPTIONS, okta: { host: "okta.example.com", port: 1234 } });
	expect(CONFIG).toContain('globalOutbound = "internet"');
	expect(CONFIG).not.toContain("external");
	expect(config).toContain('globalOutbound = "outside"');
	expect(config).toContain('(name = "okta", external = (address = "127.0.0.1:1234", http = ()))');
	expect(config).toContain('host === \\"okta.example.com\\" ? env.OKTA : env.INTERNET');
});
