import { expect, test } from "vitest";
import { errorOf } from "../../../src/okta/api/okta-api-error.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 15, 30);

function told(status: number, body: unknown, headers: Record<string, string> = {}): string {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	return errorOf("GET acme.okta.com/api/v1/logs", { status, headers: new Headers(headers), text }, NOW).message;
}

function oktaBody(errorCode: string, errorSummary: string, causes: string[] = []) {
	return {
		errorCode,
		errorSummary,
		errorLink: errorCode,
		errorId: "oae1",
		errorCauses: causes.map((errorSummary) => ({ errorSummary })),
	};
}

test.each([
	[
		"Okta's code, summary and causes",
		told(400, oktaBody("E0000001", "Api validation failed: name", ["name: The field is too long.", "name: Really"])),
		"GET acme.okta.com/api/v1/logs: 400. E0000001: Api validation failed: name: name: The field is too long: name: Really",
	],
	[
		"what to do about a token",
		told(401, oktaBody("E0000011", "Invalid token provided")),
		"GET acme.okta.com/api/v1/logs: 401. E0000011: Invalid token provided. The API token is wrong, expired or revoked: a token that is not used for 30 days expires",
	],
	[
		"what to do about a missing scope",
		told(403, oktaBody("E0000006", "No"), { "www-authenticate": 'Bearer error="insufficient_scope"' }),
		"GET acme.okta.com/api/v1/logs: 403. E0000006: No. Grant the scope to the service app: Applications, the app, Okta API Scopes",
	],
	[
		"an OAuth error",
		told(401, { error: "invalid_client", error_description: "The client_assertion is invalid." }),
		"GET acme.okta.com/api/v1/logs: 401. invalid_client: The client_assertion is invalid. Check OKTA_CLIENT_ID, and that the public part of OKTA_PRIVATE_KEY is among the app's keys",
	],
	[
		"until when a rate limit lasts",
		told(429, oktaBody("E0000047", "API call exceeded rate limit"), { "x-rate-limit-reset": `${NOW / 1_000 + 29}` }),
		"GET acme.okta.com/api/v1/logs: 429. E0000047: API call exceeded rate limit. The limit lasts until 2026-03-02T09:16:00.000Z",
	],
	[
		"where Okta redirects to",
		told(302, "", { location: "https://acme-admin.okta.com/login?secret=1" }),
		"GET acme.okta.com/api/v1/logs: 302. with no reason that Okta's API gives. Okta redirects to acme-admin.okta.com: is OKTA_ORG_URL the org's own address, without -admin?",
	],
	[
		"that it is no org",
		told(404, "<html>Nothing here</html>"),
		"GET acme.okta.com/api/v1/logs: 404. with no reason that Okta's API gives. Is OKTA_ORG_URL the address of an Okta org?",
	],
])("an error tells %s", (_, message, expected) => {
	expect(message).toBe(expected);
});

test("an error is no longer than anybody reads", () => {
	const causes = Array.from({ length: 1_000 }, () => "x".repeat(1_000));
	expect(told(400, oktaBody("E0000001", "y".repeat(100_000), causes)).length).toBeLessThan(4_000);
});

test("an error has the status, the code and the time for those who act on them", () => {
	const headers = new Headers({ "retry-after": "5" });
	expect(errorOf("x", { status: 429, headers, text: JSON.stringify(oktaBody("E0000047", "No")) }, NOW)).toMatchObject({
		status: 429,
		code: "E0000047",
		retryAt: NOW + 6_000,
	});
});
