import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { returnPath, signInPath } from "../../src/worker/sign-in-path.ts";

const HERE = "https://okta-falco.example.com";
const SIGN_IN = `${HERE}/status/sign-in`;

test.each([
	["the page", "GET", "/status", "/status/sign-in"],
	["the page with a filter", "GET", "/status?rule=a%20b", "/status/sign-in?to=%2Fstatus%3Frule%3Da%2520b"],
	["an alert", "GET", "/status/alerts/u:R", "/status/sign-in?to=%2Fstatus%2Falerts%2Fu%3AR"],
	["a replay", "POST", "/status/alerts/u:R/replay", "/status/sign-in"],
	["an endless address", "GET", `/status?rule=${"x".repeat(5_000)}`, "/status/sign-in"],
])("who asks for %s signs in first", (_, method, path, expected) => {
	expect(signInPath(new Request(HERE + path, { method }))).toBe(expected);
});

describe("from there the way leads back", () => {
	test.each([
		["/status"],
		["/status?rule=a%20b&priority=Critical"],
		["/status/alerts/3f8a1c52%3AOkta%20rule"],
		["/status/alerts/x;y,z'"],
	])("to %s", (path) => {
		expect(returnPath(path, SIGN_IN)).toBe(path);
		const asked = signInPath(new Request(HERE + path));
		expect(returnPath(new URL(asked, HERE).searchParams.get("to"), SIGN_IN)).toBe(path);
	});

	test.each([
		[undefined],
		[null],
		[""],
		["https://evil.example/status"],
		["//evil.example/status"],
		["/\\evil.example/status"],
		["\\\\evil.example/status"],
		["/status/../admin/status"],
		["/status/alerts/../../admin/status"],
		["/status/alerts/%2e%2e/%2e%2e/%2e%2e//evil.example"],
		["/statusx"],
		["/status/sign-in"],
		["/status/sign-out"],
		["/status/live"],
		["status"],
		["javascript:alert(1)"],
		["data:text/html,x"],
		["https://okta-falco.example.com@evil.example/status"],
		["http://okta-falco.example.com/status"],
		["\t//evil.example/status"],
		["/\t/evil.example/status"],
		[`/status?rule=${"x".repeat(5_000)}`],
	])("to nowhere else: %j", (to) => {
		expect(returnPath(to, SIGN_IN)).toBe("/status");
	});

	test("to nowhere else, whatever is asked", () => {
		const part = fc.constantFrom(
			"/",
			"\\",
			"status",
			"alerts",
			"..",
			".",
			":",
			"@",
			"evil.example",
			"%2e",
			"%2f",
			"\t",
			"\n",
			"?",
			"#",
		);
		const to = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.array(part).map((parts) => parts.join("")),
		);
		fc.assert(
			fc.property(to, (given) => {
				const target = new URL(returnPath(given, SIGN_IN), SIGN_IN);
				return target.origin === HERE && /^\/status(\/alerts\/.*)?$/.test(target.pathname);
			}),
		);
	});
});
