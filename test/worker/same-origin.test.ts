import { expect, test } from "vitest";
import { isOwnPage } from "../../src/worker/same-origin.ts";

const URL_HERE = "https://okta-falco.example.com/status";

test.each<[string, Record<string, string>, boolean | undefined]>([
	["a page of ours", { Origin: "https://okta-falco.example.com", "Sec-Fetch-Site": "same-origin" }, true],
	["a page of ours, as an old browser tells it", { Origin: "https://okta-falco.example.com" }, true],
	["a page of ours that sends no referrer", { Origin: "null", "Sec-Fetch-Site": "same-origin" }, true],
	["a page of ours, where there is no Origin", { "Sec-Fetch-Site": "same-origin" }, true],
	["what is no browser", {}, undefined],
	["another site's page", { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }, false],
	["another site's page, as an old browser tells it", { Origin: "https://evil.example" }, false],
	["another site's page that hides where it is", { Origin: "null", "Sec-Fetch-Site": "cross-site" }, false],
	["a page that hides where it is", { Origin: "null" }, false],
	["a neighbour's page", { Origin: "https://other.example.com", "Sec-Fetch-Site": "same-site" }, false],
	["our host without TLS", { Origin: "http://okta-falco.example.com" }, false],
	["our host by another port", { Origin: "https://okta-falco.example.com:8443" }, false],
	["a host that begins as ours", { Origin: "https://okta-falco.example.com.evil.example" }, false],
	["an address that was typed", { "Sec-Fetch-Site": "none" }, false],
])("%s", (_, headers, expected) => {
	expect(isOwnPage(new Request(URL_HERE, { method: "POST", headers }))).toBe(expected);
});
