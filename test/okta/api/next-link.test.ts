import { describe, expect, test } from "vitest";
import { nextLink } from "../../../src/okta/api/next-link.ts";

const ORG = new URL("https://acme.okta.com");

function linked(...links: string[]): Headers {
	return new Headers(links.map((link): [string, string] => ["link", link]));
}

describe("the next page", () => {
	test.each([
		[
			"among several headers",
			linked('<https://acme.okta.com/a>; rel="self"', '<https://acme.okta.com/b?x=1,2>; rel="next"'),
		],
		[
			"in one header of several",
			linked('<https://acme.okta.com/a>; rel="self", <https://acme.okta.com/b?x=1,2>; rel="next"'),
		],
		["without quotes", linked("<https://acme.okta.com/b?x=1,2>; rel=next")],
		["after other parameters", linked('<https://acme.okta.com/b?x=1,2>; title="rel=self, or so"; rel="next"')],
		["relative to the org", linked('</b?x=1,2>; rel="next"')],
	])("is found %s", (_, headers) => {
		expect(nextLink(headers, ORG)?.href).toBe("https://acme.okta.com/b?x=1,2");
	});

	test.each([
		["without a header", new Headers()],
		["when there is only the page itself", linked('<https://acme.okta.com/a?rel=next>; rel="self"')],
		["when the header is no link", linked("next")],
	])("is not there %s", (_, headers) => {
		expect(nextLink(headers, ORG)).toBeUndefined();
	});

	test.each([
		["another host", "https://acme.okta.com.evil.example/b"],
		["the host without TLS", "http://acme.okta.com/b"],
		["another port", "https://acme.okta.com:8443/b"],
		["another user's host", "https://acme.okta.com@evil.example/b"],
		["no address", "https://"],
	])("is not followed to %s", (_, target) => {
		expect(() => nextLink(linked(`<${target}>; rel="next"`), ORG)).toThrow(
			/is not https:\/\/acme\.okta\.com: not followed$/,
		);
	});
});
