import { expect, test } from "vitest";
import { isAdminConsole } from "../../src/okta/admin-console.ts";

test.each([
	["acme-admin.okta.com", true],
	["ACME-ADMIN.OktaPreview.com", true],
	["acme-admin.okta-emea.com", true],
	["acme.okta.com", false],
	["acme-administration.okta.com", false],
	["login-admin.acme.example", false],
	["acme-admin.okta.com.example", false],
])("%s: %s", (host, expected) => {
	expect(isAdminConsole(host)).toBe(expected);
});
