import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect } from "../../../scripts/hook/connect.ts";

const variables = vi.hoisted((): Record<string, unknown> => ({}));
vi.mock("../../../scripts/doctor/environment.ts", () => ({ readEnvironment: () => ({ variables }) }));

beforeEach(() => vi.stubEnv("OKTA_API_TOKEN", "00a-token-of-no-org"));
afterEach(() => vi.unstubAllEnvs());

function connectedTo(org: unknown) {
	variables.OKTA_ORG_URL = org;
	return connect(undefined, []);
}

describe("the org that is not given", () => {
	test("is that of wrangler.toml", async () => {
		expect((await connectedTo("https://acme.okta.com")).org.href).toBe("https://acme.okta.com/");
	});

	test.each([
		["http://acme.okta.com", "Give the org's address"],
		["acme.okta.com", "Give the org's address"],
		["https://acme-admin.okta.com", "That is the Admin Console"],
	])("is not %s, to which no token goes", async (org, reason) => {
		await expect(connectedTo(org)).rejects.toThrow(`OKTA_ORG_URL of wrangler.toml: ${reason}`);
	});

	test.each([undefined, "", " "])("has to be given where that has %j", async (org) => {
		await expect(connectedTo(org)).rejects.toThrow("The org's address is needed");
	});
});
