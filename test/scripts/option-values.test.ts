import { describe, expect, test } from "vitest";
import { hookUrl, orgUrl, requestHeader, unlessEmpty, wholeNumber, workerUrl } from "../../scripts/option-values.ts";

describe("a whole number", () => {
	test.each([
		["1", 1],
		["10", 10],
	])("%s", (text, number) => expect(wholeNumber(1, 10)(text)).toBe(number));

	test.each(["0", "11", "-1", "1.5", "1e1", "0x5", "", " 5", "five", "99999999999"])("refuses %j", (text) =>
		expect(() => wholeNumber(1, 10)(text)).toThrow("Give a whole number from 1 to 10."),
	);
});

describe("a request header", () => {
	test("stands beside those before it", () => {
		const first = requestHeader("CF-Access-Client-Id: id.access");
		expect(requestHeader("Authorization:Basic YTpi:", first)).toEqual({
			"CF-Access-Client-Id": "id.access",
			Authorization: "Basic YTpi:",
		});
	});

	test.each(["", "no colon", ": no name", "two words: x", "x: y\nz: a"])("refuses %j", (text) =>
		expect(() => requestHeader(text)).toThrow("Give a header as 'Name: value'."),
	);
});

const UNSAFE = [
	"",
	"acme.okta.com",
	"http://acme.okta.com/",
	"ftp://acme.okta.com/",
	"https://user:secret@acme.okta.com/",
	"https://acme.okta.com/?a",
	"https://acme.okta.com/#a",
	"http://127.0.0.1.example/",
];

describe("an org's address", () => {
	test.each([
		["https://acme.okta.com", "https://acme.okta.com/"],
		[" https://login.acme.example/ ", "https://login.acme.example/"],
		["http://127.0.0.1:8080", "http://127.0.0.1:8080/"],
	])("%s", (text, address) => expect(orgUrl(text).href).toBe(address));

	test.each([...UNSAFE, "https://acme.okta.com/app"])("refuses %j", (text) =>
		expect(() => orgUrl(text)).toThrow("Give the org's address, such as https://acme.okta.com"),
	);

	test("refuses its Admin Console's", () =>
		expect(() => orgUrl("https://acme-admin.okta.com")).toThrow("without -admin"));
});

describe("a hook's address", () => {
	test.each(["https://okta-falco.example.com/okta/events", "http://localhost:8787/okta/events"])("%s", (text) =>
		expect(hookUrl(text).href).toBe(text),
	);

	test.each([...UNSAFE, "https://okta-falco.example.com/", `https://example.com/${"x".repeat(1024)}`])(
		"refuses %j",
		(text) => expect(() => hookUrl(text)).toThrow("Give the hook's address"),
	);
});

describe("a Worker's address", () => {
	test.each([
		["https://okta-falco.example.com", "https://okta-falco.example.com/"],
		["https://example.com/falco", "https://example.com/falco/"],
		["http://[::1]:8787/", "http://[::1]:8787/"],
	])("%s", (text, address) => expect(workerUrl(text).href).toBe(address));

	test.each(UNSAFE)("refuses %j", (text) => expect(() => workerUrl(text)).toThrow("Give the Worker's address"));
});

test("a variable that is set to nothing counts as none", () => {
	expect(unlessEmpty(orgUrl)(" ")).toBeUndefined();
	expect(unlessEmpty(orgUrl)("https://acme.okta.com")?.host).toBe("acme.okta.com");
	expect(() => unlessEmpty(orgUrl)("acme")).toThrow("Give the org's address");
});
