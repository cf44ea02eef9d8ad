import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { HOOK_ALGORITHMS, parseHookKeys } from "../../../src/okta/hook-keys.ts";
import { checkHookToken } from "../../../src/okta/hook-token.ts";

const SCRIPT = join(import.meta.dirname, "../../../scripts/hook.ts");
const ORG = "https://acme.okta.com";
const URL = "https://okta-falco.example.com/okta/events";

// Each test starts processes, on machines that may have more to do.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "okta-falco-hook-"));
});

function hook(...args: string[]) {
	return hookWith({}, folder, ...args);
}

function hookWith(npm: Readonly<Record<string, string>>, cwd: string, ...args: string[]) {
	const { npm_lifecycle_event: _, INIT_CWD: __, ...inherited } = process.env;
	const env = { ...inherited, ...npm };
	const { status, stdout, stderr } = spawnSync("node", [SCRIPT, ...args], { cwd, encoding: "utf8", env });
	return { status, stdout, stderr };
}

/** What the Worker makes of a printed token, given the printed set. */
function checked(printedSet: string, printedToken: string, audience = URL) {
	const parsed = parseHookKeys(printedSet);
	if (!parsed.ok) throw new Error(parsed.faults.join());
	return checkHookToken(printedToken, { keys: parsed.keys, issuer: ORG }, audience);
}

describe("hook keygen and hook token", () => {
	test.each(HOOK_ALGORITHMS)("make what the Worker lets in, with %s", async (alg) => {
		const made = hook("keygen", "--out", `${alg}.jwk`, "--alg", alg);
		expect(made).toMatchObject({ status: 0, stderr: expect.stringContaining("wrangler secret put OKTA_HOOK_JWKS") });
		const token = hook("token", "--key", `${alg}.jwk`, "--org", ORG, "--url", URL);
		expect(token).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Bearer [\w.-]+\n$/) });
		expect(await checked(made.stdout, token.stdout)).toMatchObject({ ok: true });
		expect(await checked(made.stdout, token.stdout, `${URL}/x`)).toMatchObject({ ok: false });
	});

	test("keep the private key to its owner, and print none of it", () => {
		const made = hook("keygen", "--out", "private.jwk", "--kid", "mine");
		const { d } = JSON.parse(readFileSync(join(folder, "private.jwk"), "utf8"));
		expect(statSync(join(folder, "private.jwk")).mode & 0o777).toBe(0o600);
		expect(d).toMatch(/^[\w-]{43}$/);
		expect(made.stdout + made.stderr).not.toContain(d);
		expect(JSON.parse(made.stdout)).toMatchObject({ keys: [{ kid: "mine", alg: "EdDSA", use: "sig" }] });
	});

	test("put and find the private key where they are called, wherever npm goes", () => {
		const project = mkdtempSync(join(folder, "project-"));
		const npm = { npm_lifecycle_event: "hook", INIT_CWD: folder };
		expect(hookWith(npm, project, "keygen", "--out", "called.jwk")).toMatchObject({ status: 0 });
		expect(readdirSync(project)).toEqual([]);
		expect(hookWith(npm, project, "jwks", "called.jwk").stdout).toBe(hook("jwks", "called.jwk").stdout);
	});

	test("leave a file alone that is there", () => {
		writeFileSync(join(folder, "there.jwk"), "precious");
		expect(hook("keygen", "--out", "there.jwk")).toEqual({
			status: 1,
			stdout: "",
			stderr: "there.jwk is there already\n",
		});
		expect(readFileSync(join(folder, "there.jwk"), "utf8")).toBe("precious");
	});
});

describe("hook token", () => {
	test.each([
		["365 days, unless it is told", [], 365 * 86_400],
		["days", ["--expires", "30d"], 30 * 86_400],
		["hours", ["--expires", "12h"], 12 * 3_600],
	])("is good for %s", (_, args, seconds) => {
		hook("keygen", "--out", "expiry.jwk");
		const { stdout } = hook("token", "--key", "expiry.jwk", "--org", ORG, "--url", URL, ...args);
		const { iat = 0, exp = 0, iss, aud } = decodeJwt(stdout.replace("Bearer ", ""));
		expect({ iss, aud, seconds: exp - iat }).toEqual({ iss: ORG, aud: URL, seconds });
	});

	test("tells how long in the words that it takes", () => {
		expect(hook("token", "--help").stdout).toMatch(/\(default: 365d\)/);
	});

	test("can be good for ever", () => {
		hook("keygen", "--out", "ever.jwk");
		const { stdout, stderr } = hook("token", "--key", "ever.jwk", "--org", ORG, "--url", URL, "--expires", "never");
		expect(decodeJwt(stdout.replace("Bearer ", ""))).not.toHaveProperty("exp");
		expect(stderr).toContain("To revoke it, take its key out of OKTA_HOOK_JWKS");
	});

	test("takes a key in PEM, under the name it is given", () => {
		const { privateKey } = generateKeyPairSync("ed25519");
		writeFileSync(join(folder, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
		const { stdout } = hook("token", "--key", "key.pem", "--org", ORG, "--url", URL, "--kid", "from elsewhere");
		expect(decodeProtectedHeader(stdout.replace("Bearer ", ""))).toMatchObject({ alg: "EdDSA", kid: "from elsewhere" });
	});

	const required = { "--key": "key", "--org": ORG, "--url": URL };
	test.each([
		["a key that is not there", { "--key": "nowhere" }, /nowhere cannot be read/],
		["a file that is no key", { "--key": SCRIPT }, /is no private key/],
		["an org's address with a path", { "--org": `${ORG}/app` }, /Give the org's address/],
		[
			"a hook's address in the clear",
			{ "--url": "http://okta-falco.example.com/okta/events" },
			/Give the hook's address/,
		],
		[
			"the Worker's address, which is not the hook's",
			{ "--url": "https://okta-falco.example.com" },
			/Give the hook's address/,
		],
		["a hook's address with a query", { "--url": `${URL}?x=1` }, /Give the hook's address/],
		["an expiry that is no time", { "--expires": "1y" }, /Give days, such as 365d/],
	])("refuses %s", (_, changed, message) => {
		const { status, stdout, stderr } = hook("token", ...Object.entries({ ...required, ...changed }).flat());
		expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
		expect(stderr).toMatch(message);
	});
});

test("hook jwks prints the public parts of several keys as one set", async () => {
	for (const name of ["old", "new"]) hook("keygen", "--out", `${name}.jwk`, "--kid", name);
	const { stdout } = hook("jwks", "old.jwk", "new.jwk");
	expect(JSON.parse(stdout)).toMatchObject({ keys: [{ kid: "old" }, { kid: "new" }] });
	const token = hook("token", "--key", "new.jwk", "--org", ORG, "--url", URL);
	expect(await checked(stdout, token.stdout)).toMatchObject({ ok: true });
});
