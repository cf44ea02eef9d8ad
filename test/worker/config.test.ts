import { describe, expect, test } from "vitest";
import { checkConfig, configOf } from "../../src/worker/config.ts";
import { loggedBy } from "./logged.ts";

const SECRET = "s".repeat(32);
const URL = "https://falcosidekick.example.com/";
const MINIMAL = { OKTA_HOOK_SECRET: SECRET, FALCOSIDEKICK_URL: URL };

function faults(settings: Record<string, unknown>): string[] {
	return checkConfig({ ...MINIMAL, ...settings }).faults.map(({ name, fault }) => `${name} ${fault}`);
}

test("a secret and Falcosidekick's address are enough", () => {
	expect(checkConfig(MINIMAL)).toEqual({
		intake: { header: "Authorization", secrets: [SECRET], hosts: [] },
		orgHost: undefined,
		destination: { url: URL, headers: {}, text: "inert", fetch: expect.any(Function) },
		alertsPerSecond: 1,
		hostname: undefined,
		adminToken: undefined,
		systemLog: undefined,
		patience: 24 * 3_600_000,
		faults: [],
	});
});

test("what is empty is not set", () => {
	const names = ["OKTA_HOOK_SECRET_PREVIOUS", "OKTA_HOOK_HEADER", "OKTA_ORG_URL", "OKTA_ORG_ALIASES", "HOSTNAME"];
	const empty = Object.fromEntries(
		[
			...names,
			"FALCOSIDEKICK_HEADERS",
			"ALERTS_PER_SECOND",
			"ADMIN_TOKEN",
			"OKTA_API_TOKEN",
			"OKTA_CLIENT_ID",
			"OKTA_PRIVATE_KEY",
			"FEED_SILENCE_HOURS",
		].map((name) => [name, " "]),
	);
	expect(checkConfig({ ...MINIMAL, ...empty })).toEqual({
		...checkConfig(MINIMAL),
		destination: { url: URL, headers: {}, text: "inert", fetch: expect.any(Function) },
	});
});

test("everything that can be set", () => {
	const config = checkConfig({
		...MINIMAL,
		OKTA_HOOK_SECRET_PREVIOUS: "p".repeat(32),
		OKTA_HOOK_HEADER: "X-Okta-Hook",
		OKTA_ORG_URL: "https://Acme.okta.com/",
		OKTA_ORG_ALIASES: "login.acme.example, ACME.oktapreview.com",
		FALCOSIDEKICK_HEADERS: '{"X-Key":"k"}',
		ALERTS_PER_SECOND: "0.5",
		HOSTNAME: "soc-1",
		ADMIN_TOKEN: "a".repeat(32),
	});
	expect(config).toMatchObject({
		intake: {
			header: "X-Okta-Hook",
			secrets: [SECRET, "p".repeat(32)],
			hosts: ["acme.okta.com", "login.acme.example", "acme.oktapreview.com"],
		},
		orgHost: "acme.okta.com",
		destination: { headers: { "X-Key": "k" } },
		alertsPerSecond: 0.5,
		hostname: "soc-1",
		adminToken: "a".repeat(32),
		faults: [],
	});
});

describe("a fault is told with what to do about it, and without the value", () => {
	test.each([
		["OKTA_HOOK_SECRET", undefined, "`wrangler secret put OKTA_HOOK_SECRET`"],
		["OKTA_HOOK_SECRET", "hunter2", "shorter than 32 characters"],
		["OKTA_HOOK_SECRET_PREVIOUS", "hunter2", "shorter than 32 characters"],
		["OKTA_HOOK_HEADER", "hunter2:", "is not a name that a header can have"],
		["OKTA_ORG_URL", "hunter2.okta.com", "https://acme.okta.com"],
		["OKTA_ORG_URL", "http://hunter2.okta.com", "https://acme.okta.com"],
		["OKTA_ORG_ALIASES", "https://hunter2.okta.com", "is not a list of hosts"],
		["OKTA_ORG_ALIASES", "login.acme.example,", "is not a list of hosts"],
		["FALCOSIDEKICK_URL", "", "is not set"],
		["FALCOSIDEKICK_HEADERS", "hunter2", "is not a JSON object"],
		["ALERTS_PER_SECOND", "hunter2", "is not a number from 0.01 to 1000"],
		["ALERTS_PER_SECOND", "0", "is not a number from 0.01 to 1000"],
		["ALERTS_PER_SECOND", "Infinity", "is not a number from 0.01 to 1000"],
		["HOSTNAME", "hunter2\nforged", "is not a host name"],
		["ADMIN_TOKEN", "hunter2", "shorter than 32 characters"],
		["OKTA_ORG_URL", 42, "is not text"],
	])("%s %o", (name, value, fault) => {
		const told = faults({ [name]: value });
		expect(told).toEqual([expect.stringContaining(fault)]);
		expect(told[0]).toMatch(new RegExp(`^${name} `));
		expect(told[0]).not.toContain("hunter2");
	});

	test("all of them at once", () => {
		const names = checkConfig({ OKTA_ORG_URL: "x", ALERTS_PER_SECOND: "x", ADMIN_TOKEN: "x" }).faults.map(
			({ name }) => name,
		);
		expect(names).toEqual([
			"OKTA_HOOK_SECRET",
			"OKTA_ORG_URL",
			"ALERTS_PER_SECOND",
			"ADMIN_TOKEN",
			"FALCOSIDEKICK_URL",
		]);
	});
});

test("a fault of one part leaves the others standing", () => {
	const { intake, destination } = checkConfig({ ...MINIMAL, FALCOSIDEKICK_URL: "", ADMIN_TOKEN: "short" });
	expect(intake).toBeDefined();
	expect(destination).toHaveProperty("faults");
	const { orgHost, ...broken } = checkConfig({
		...MINIMAL,
		OKTA_HOOK_SECRET: "",
		OKTA_ORG_URL: "https://acme.okta.com",
	});
	expect(orgHost).toBe("acme.okta.com");
	expect(broken.intake).toBeUndefined();
	expect(broken.destination).toMatchObject({ url: URL });
});

test("an environment is checked once, and its faults logged then", () => {
	const logged = loggedBy("error");
	const env = { ...MINIMAL, ALERTS_PER_SECOND: "many" };
	expect(configOf(env)).toBe(configOf(env));
	expect(logged()).toEqual([
		{
			level: "error",
			message: "a setting is wrong",
			setting: "ALERTS_PER_SECOND",
			fault: "is not a number from 0.01 to 1000",
		},
	]);
});
