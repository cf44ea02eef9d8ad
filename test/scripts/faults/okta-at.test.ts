import { expect, test } from "vitest";
import { oktaAt } from "../../../scripts/faults/okta-at.ts";

test("requests to the org go to a port of this machine, and all others out", () => {
	const { services, outbound } = oktaAt("okta.example.com", 1234);
	expect(services.okta).toContain('"127.0.0.1:1234"');
	expect(outbound).toBe("outside");
	expect(services.outside).toContain('host === \\"okta.example.com\\" ? env.OKTA : env.INTERNET');
	expect(services.outside).toContain('(name = "OKTA", service = "okta"), (name = "INTERNET", service = "internet")');
});
