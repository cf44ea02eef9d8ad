import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { checkConfig } from "../../src/worker/config.ts";

const SECRET = "s".repeat(32);
const MINIMAL = { OKTA_HOOK_SECRET: SECRET, FALCOSIDEKICK_URL: "https://falcosidekick.example.com/" };
const ORG = { OKTA_ORG_URL: "https://acme.okta.com" };

const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
const JWKS = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one" }] });
const PRIVATE = { ...(await exportJWK(privateKey)), kid: "one" };

function faults(settings: Record<string, unknown>): string[] {
	return checkConfig({ ...MINIMAL, ...settings }).faults.map(({ name, fault }) => `${name} ${fault}`);
}

describe("what a hook shows", () => {
	test("two headers", () => {
		const settings = { OKTA_HOOK_HEADER_2: "X-Second", OKTA_HOOK_SECRET_2: "t".repeat(32) };
		const { intake, faults } = checkConfig({ ...MINIMAL, ...settings, OKTA_HOOK_SECRET_2_PREVIOUS: "u".repeat(32) });
		expect(faults).toEqual([]);
		expect(intake?.second).toEqual({ header: "X-Second", secrets: ["t".repeat(32), "u".repeat(32)] });
	});

	test("tokens instead of a secret", () => {
		const settings = { ...MINIMAL, ...ORG, OKTA_HOOK_SECRET: undefined, OKTA_HOOK_JWKS: JWKS };
		const { intake, faults } = checkConfig({
			...settings,
			OKTA_HOOK_URL: "https://okta-falco.example.com/okta/events",
		});
		expect(faults).toEqual([]);
		expect(intake).toMatchObject({
			secrets: [],
			tokens: { issuer: "https://acme.okta.com" },
			url: "https://okta-falco.example.com/okta/events",
		});
	});

	test("tokens beside a secret", () => {
		const { intake } = checkConfig({ ...MINIMAL, ...ORG, OKTA_HOOK_JWKS: JWKS });
		expect(intake).toMatchObject({ secrets: [SECRET], tokens: { issuer: "https://acme.okta.com" } });
	});
});

describe("what shuts the hook's door", () => {
	test.each<[string, Record<string, unknown>, RegExp]>([
		["neither a secret nor keys", { OKTA_HOOK_SECRET: "" }, /^OKTA_HOOK_SECRET is not set/],
		["a second header without its secret", { OKTA_HOOK_HEADER_2: "X-Second" }, /^OKTA_HOOK_SECRET_2 is not set/],
		["a second secret without its header", { OKTA_HOOK_SECRET_2: SECRET }, /^OKTA_HOOK_HEADER_2 is not set/],
		[
			"a second header that is the first",
			{ OKTA_HOOK_HEADER_2: "authorization", OKTA_HOOK_SECRET_2: SECRET },
			/^OKTA_HOOK_HEADER_2 is the header that carries OKTA_HOOK_SECRET/,
		],
		[
			"a short second secret",
			{ OKTA_HOOK_HEADER_2: "X-Second", OKTA_HOOK_SECRET_2: "hunter2" },
			/^OKTA_HOOK_SECRET_2 is shorter/,
		],
		[
			"a previous second secret and no other",
			{ OKTA_HOOK_SECRET_2_PREVIOUS: SECRET },
			/^OKTA_HOOK_SECRET_2 is not set/,
		],
		["keys that are none", { ...ORG, OKTA_HOOK_JWKS: "hunter2" }, /^OKTA_HOOK_JWKS is no set of keys/],
		[
			"a private key",
			{ ...ORG, OKTA_HOOK_JWKS: JSON.stringify({ keys: [PRIVATE] }) },
			/^OKTA_HOOK_JWKS has in keys\[0\] a secret/,
		],
		[
			"the Admin Console for the org",
			{ OKTA_ORG_URL: "https://acme-admin.okta.com" },
			/^OKTA_ORG_URL is the address of its Admin Console/,
		],
		["keys without an org", { OKTA_HOOK_JWKS: JWKS }, /^OKTA_ORG_URL is not set, though tokens/],
		["an address in the clear", { OKTA_HOOK_URL: "http://hunter2.example.com/" }, /^OKTA_HOOK_URL is not the address/],
		[
			"an address with a query",
			{ OKTA_HOOK_URL: "https://hunter2.example.com/?x" },
			/^OKTA_HOOK_URL is not the address/,
		],
	])("%s", (_, settings, fault) => {
		expect(faults(settings)).toEqual([expect.stringMatching(fault)]);
		expect(faults(settings).join()).not.toMatch(/hunter2/);
		expect(faults(settings).join()).not.toContain(PRIVATE.d);
		expect(checkConfig({ ...MINIMAL, ...settings }).intake).toBeUndefined();
	});
});

describe("Cloudflare Access", () => {
	const AUD = "0123456789abcdef".repeat(4);

	test.each(["acme", "acme.cloudflareaccess.com", "https://acme.cloudflareaccess.com/"])("of the team %s", (team) => {
		const { access, faults } = checkConfig({ ...MINIMAL, CF_ACCESS_TEAM: team, CF_ACCESS_AUD: AUD });
		expect({ access, faults }).toEqual({ access: { team: "acme", audience: AUD }, faults: [] });
	});

	test.each([
		["a team alone", { CF_ACCESS_TEAM: "acme" }, /^CF_ACCESS_AUD is not set/],
		["a tag alone", { CF_ACCESS_AUD: AUD }, /^CF_ACCESS_TEAM is not set/],
		[
			"a team of elsewhere",
			{ CF_ACCESS_TEAM: "evil.example/x", CF_ACCESS_AUD: AUD },
			/^CF_ACCESS_TEAM is not the name/,
		],
		["a tag that is none", { CF_ACCESS_TEAM: "acme", CF_ACCESS_AUD: "*" }, /^CF_ACCESS_AUD is not the Application/],
	])("%s opens nothing", (_, settings, fault) => {
		expect(faults(settings)).toEqual([expect.stringMatching(fault)]);
		expect(checkConfig({ ...MINIMAL, ...settings })).toMatchObject({ access: undefined, intake: expect.anything() });
	});
});

describe("the System Log", () => {
	const API_TOKEN = "00simulated-api-token-of-acme";
	const EC = { ...PRIVATE, kty: "EC", crv: "P-256", d: "d", x: "x", y: "y" };

	test("is read with an API token", () => {
		const { systemLog, faults } = checkConfig({ ...MINIMAL, ...ORG, OKTA_API_TOKEN: API_TOKEN });
		expect(systemLog).toEqual({ org: new URL("https://acme.okta.com"), credentials: { OKTA_API_TOKEN: API_TOKEN } });
		expect(faults).toEqual([]);
	});

	test("is read with a service app's key", () => {
		const app = { OKTA_CLIENT_ID: "0oa1", OKTA_PRIVATE_KEY: JSON.stringify(EC) };
		const { systemLog, faults } = checkConfig({ ...MINIMAL, ...ORG, ...app });
		expect({ systemLog, faults }).toEqual({
			systemLog: { org: new URL("https://acme.okta.com"), credentials: app },
			faults: [],
		});
	});

	test.each<[string, Record<string, unknown>, RegExp]>([
		["a token of no org", { OKTA_API_TOKEN: "hunter2" }, /^OKTA_API_TOKEN is set, though OKTA_ORG_URL is not/],
		["a token of two words", { ...ORG, OKTA_API_TOKEN: "hunter2 hunter2" }, /^OKTA_API_TOKEN is no token/],
		["an app without a key", { ...ORG, OKTA_CLIENT_ID: "hunter2" }, /^OKTA_PRIVATE_KEY is not set/],
		["a key without an app", { ...ORG, OKTA_PRIVATE_KEY: JSON.stringify(EC) }, /^OKTA_CLIENT_ID is not set/],
		[
			"a key of a kind that Okta does not take",
			{ ...ORG, OKTA_CLIENT_ID: "0oa1", OKTA_PRIVATE_KEY: JSON.stringify(PRIVATE) },
			/^OKTA_PRIVATE_KEY is no key that Okta takes/,
		],
	])("is not read with %s, and deliveries are taken all the same", (_, settings, fault) => {
		expect(faults(settings)).toEqual([expect.stringMatching(fault)]);
		expect(faults(settings).join()).not.toMatch(/hunter2/);
		expect(checkConfig({ ...MINIMAL, ...settings })).toMatchObject({ systemLog: undefined, intake: expect.anything() });
	});
});

describe("hooks are silent", () => {
	test.each<[string, number | undefined]>([
		["", 24],
		["1", 1],
		["1.5", 1.5],
		["off", undefined],
	])("after %o: %o hours", (text, hours) => {
		const { patience, faults } = checkConfig({ ...MINIMAL, FEED_SILENCE_HOURS: text });
		expect({ patience, faults }).toEqual({ patience: hours && hours * 3_600_000, faults: [] });
	});

	test.each(["0", "never", "721"])("but not after %o", (text) => {
		expect(faults({ FEED_SILENCE_HOURS: text })).toEqual([
			"FEED_SILENCE_HOURS is neither a number from 1 to 720 nor off",
		]);
	});
});

test("the alerts' text leaves inert, unless it says raw", () => {
	const textOf = (text?: string) => checkConfig({ ...MINIMAL, ALERT_TEXT: text }).destination;
	expect([textOf(), textOf("inert"), textOf("raw")]).toMatchObject([
		{ text: "inert" },
		{ text: "inert" },
		{ text: "raw" },
	]);
	expect(textOf("cooked")).toEqual({ faults: [{ name: "ALERT_TEXT", fault: "is none of inert, raw" }] });
});
