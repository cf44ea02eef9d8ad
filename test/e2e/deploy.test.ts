import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type CloudflareApi, serveCloudflareApi } from "../fixtures/cloudflare-api.ts";
import { ROOT, runScript, type ScriptRun } from "../fixtures/run-script.ts";

/** `npm run deploy`, with Wrangler as it is and a stand-in for Cloudflare's API. */

vi.setConfig({ testTimeout: 180_000 });

const SECRET = "e2e-hook-secret-of-forty-characters-$HOME";

let cloudflare: CloudflareApi;
let temporary: string;

beforeAll(async () => {
	cloudflare = await serveCloudflareApi();
});
afterAll(() => cloudflare.close());
beforeEach(() => {
	cloudflare.secrets = undefined;
	temporary = mkdtempSync(join(tmpdir(), "okta-falco-deploy-test-"));
});

/** What a clone of this repository has that deploying takes, but for wrangler.toml. */
const CLONED = [".env", "package.json", "tsconfig.base.json", "worker-configuration.d.ts", "rules", "scripts", "src"];

function deploy(
	args: readonly string[],
	env: Record<string, string> = {},
	script: string = "deploy.ts",
): Promise<ScriptRun> {
	return runScript(script, args, { ...cloudflare.env, TMPDIR: temporary, ...env });
}

describe("npm run deploy", () => {
	test("needs the required secrets, and says so before anything is deployed", async () => {
		const uploads = cloudflare.uploads.length;
		const { status, stderr } = await deploy([]);
		expect({ status, stderr }).toEqual({
			status: 1,
			stderr: expect.stringMatching(
				/✓ the rules are built.*needs the secret OKTA_HOOK_SECRET, and is not there yet: set/s,
			),
		});
		expect(cloudflare.uploads).toHaveLength(uploads);
	});

	test("says how to log in, where nobody is", async () => {
		const { status, stderr } = await deploy([], { CLOUDFLARE_API_TOKEN: "", HOME: temporary });
		expect({ status, stderr }).toEqual({
			status: 1,
			stderr: expect.stringContaining("Log in first: npx wrangler login"),
		});
	});

	test("gives the first deployment its secrets, and leaves them alone after that", async () => {
		const first = await deploy([], { OKTA_HOOK_SECRET: SECRET });
		expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining("https://okta-falco.acme.workers.dev") });
		expect(cloudflare.secrets).toEqual(new Map([["OKTA_HOOK_SECRET", SECRET]]));
		expect(cloudflare.assets).toContain("/status/assets/status.js");
		expect(
			first.stdout
				.split("Left to do:")[1]
				?.split("\n")
				.filter((line) => /^ {2}\S/.test(line)),
		).toEqual([
			"  wrangler.toml, [vars]: FALCOSIDEKICK_URL",
			"  wrangler.toml, [vars]: OKTA_ORG_URL",
			"  npm run hook -- register --url https://okta-falco.acme.workers.dev/okta/events",
			"  npx wrangler secret put ADMIN_TOKEN",
			"  npx wrangler secret put OKTA_API_TOKEN",
		]);
		expect(JSON.stringify(first)).not.toContain(SECRET);
		expect(readdirSync(temporary).filter((name) => name.startsWith("okta-falco"))).toEqual([]);

		const second = await deploy(["--message", "again"], {
			OKTA_HOOK_SECRET: "another-secret-of-forty-characters-or-more",
		});
		expect(second.status).toBe(0);
		expect(cloudflare.secrets).toEqual(new Map([["OKTA_HOOK_SECRET", SECRET]]));
		expect(cloudflare.uploads.at(-1)).toMatchObject({ annotations: { "workers/message": "again" } });
	});

	test("dry, needs neither account nor secret, and hands on what else it is told", async () => {
		const outdir = join(temporary, "dist");
		const requests = cloudflare.requests.length;
		const { status, stdout } = await deploy(["--dry-run", "--outdir", outdir], { CLOUDFLARE_API_TOKEN: "" });
		expect(status).toBe(0);
		expect(readdirSync(outdir)).toContain("index.js");
		expect(stdout).toMatch(/Nothing was deployed\. To be done besides:.*npm run hook -- register/s);
		expect(cloudflare.requests).toHaveLength(requests);
	});

	test("takes what operators set in wrangler.toml", async () => {
		const clone = join(temporary, "clone");
		for (const name of CLONED) cpSync(join(ROOT, name), join(clone, name), { recursive: true });
		symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
		const config = readFileSync(join(ROOT, "wrangler.toml"), "utf8")
			.replace(/^OKTA_ORG_URL = .*/m, 'OKTA_ORG_URL = "https://acme.okta.com"\nFEED_SILENCE_HOURS = "12"')
			.replace(/^FALCOSIDEKICK_URL = .*/m, 'FALCOSIDEKICK_URL = "https://falcosidekick.example.com/"')
			.concat('\n[[analytics_engine_datasets]]\nbinding = "ANALYTICS"\ndataset = "okta_falco"\n');
		writeFileSync(join(clone, "wrangler.toml"), config);
		const { status, stdout, stderr } = await deploy(
			["--dry-run"],
			{},
			join(relative(join(ROOT, "scripts"), clone), "scripts", "deploy.ts"),
		);
		expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining("✗") });
		expect(stdout).toMatch(/env\.ANALYTICS/);
		expect(stdout).not.toMatch(/\[vars\]: /);
	});

	test("ends as Wrangler does", async () => {
		expect((await deploy(["--dry-run", "--no-such-option"])).status).toBe(1);
	});
});
