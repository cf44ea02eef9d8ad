import { expect, test } from "vitest";
import { addressService, scriptService } from "../../../scripts/workerd/capnp.ts";
import { workerdConfig } from "../../../scripts/workerd/workerd-config.ts";

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

test("its requests reach this machine and nothing else", () => {
	expect(CONFIG).toContain('(name = "internet", network = (allow = ["local"]))');
	expect(CONFIG).toContain('globalOutbound = "internet"');
	expect(CONFIG).not.toMatch(/"public"|external = /);
});

test("what is around it is there, bound to it where that is told, and before the Internet", () => {
	const services = {
		door: addressService("127.0.0.1:1234"),
		guard: scriptService("export default {};", { DOOR: "door" }),
	};
	const config = workerdConfig({
		...OPTIONS,
		surroundings: { services, bindings: { GUARD: "guard" }, outbound: "door" },
	});
	expect(config).toContain('(name = "door", external = (address = "127.0.0.1:1234", http = ()))');
	expect(config).toMatch(
		/\(name = "guard", worker = \(\s+modules = \[\(name = "script\.js", esModule = "export default \{\};"\)\]/,
	);
	expect(config).toContain('bindings = [(name = "DOOR", service = "door")]');
	expect(config).toContain('(name = "GUARD", service = "guard")');
	expect(config).toContain('globalOutbound = "door"');
});
