import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestHarness, type TestHarnessOptions } from "wrangler";
import { checkHooks } from "../../scripts/doctor/hooks.ts";
import { EVENT_TYPES } from "../../src/okta/event-types.ts";
import { type CloudflareApi, serveCloudflareApi } from "../fixtures/cloudflare-api.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { type ServedOrg, serveOkta } from "../fixtures/okta/serve.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { ROOT, runScript, type ScriptRun } from "../fixtures/run-script.ts";
import { ADMIN_TOKEN, SECRET } from "./system.ts";

/** The hook command, with a simulated Okta on one side and the Worker, as it is deployed, on the other. */

const API_TOKEN = "00e2e-api-token-of-no-org";

let okta: ServedOrg;
let cloudflare: CloudflareApi;
let harness: ReturnType<typeof createTestHarness>;
let worker: URL;
let env: Record<string, string>;

function options(secrets: ReadonlyMap<string, string>): TestHarnessOptions {
	const vars = { OKTA_ORG_URL: `https://${okta.url.host}`, FALCOSIDEKICK_URL: "http://127.0.0.1:9/" };
	const all = { ...Object.fromEntries(secrets), ADMIN_TOKEN };
	return { root: ROOT, workers: [{ configPath: "wrangler.toml", vars, secrets: all }] };
}

/** What the Worker has. */
let deployed = "";

async function deploy(secrets: ReadonlyMap<string, string>): Promise<void> {
	const wanted = JSON.stringify([...secrets]);
	if (wanted === deployed) return;
	deployed = wanted;
	await harness.update(options(secrets));
}

beforeAll(async () => {
	okta = await serveOkta({ apiTokens: [API_TOKEN] });
	cloudflare = await serveCloudflareApi(deploy);
	harness = createTestHarness(options(new Map([["OKTA_HOOK_SECRET", SECRET]])));
	worker = (await harness.listen()).url;
	env = {
		OKTA_ORG_URL: okta.url.href,
		OKTA_API_TOKEN: API_TOKEN,
		OKTA_FALCO_URL: worker.href,
		OKTA_HOOK_SECRET: SECRET,
		ADMIN_TOKEN,
	};
});

afterAll(async () => {
	await harness.close();
	await cloudflare.close();
	await okta.close();
});

beforeEach(async () => {
	cloudflare.secrets = new Map([["OKTA_HOOK_SECRET", SECRET]]);
	await deploy(cloudflare.secrets);
	okta.org.log.clear();
	for (const { id } of okta.org.hooks.all) {
		okta.org.hooks.setStatus(id, "INACTIVE");
		okta.org.hooks.delete(id);
	}
	Object.assign(okta.org.hooks, { verifyTime: 0, beginTime: 0 });
	// Okta's own three seconds are for a Worker that has nothing beside it.
	okta.org.sender.timeout = PATIENTLY.timeout;
});

afterEach(({ task }) => {
	if (task.result?.state === "fail") harness.debug();
});

const outputs: ScriptRun[] = [];

async function hook(args: string, changes: Record<string, string> = {}): Promise<ScriptRun> {
	const run = await runScript("hook.ts", args.split(" "), { ...env, ...changes });
	outputs.push(run);
	return run;
}

/** Those that the Worker has not seen. It tells of a thousand at a time. */
async function unseen(uuids: readonly string[]): Promise<string[]> {
	const found: string[] = [];
	for (let from = 0; from < uuids.length; from += 1_000) {
		const body = JSON.stringify({ uuids: uuids.slice(from, from + 1_000) });
		const init = { method: "POST", headers: { Authorization: `Bearer ${ADMIN_TOKEN}` }, body };
		const answer = await fetch(new URL("admin/seen", worker), init);
		found.push(...((await answer.json()) as { unseen: string[] }).unseen);
	}
	return found;
}

let events = 0;

/** Has sign-ins happen, one after the other, until it is stopped; then gives their uuids. */
function traffic(): () => Promise<string[]> {
	const uuids: string[] = [];
	const running: Promise<void>[] = [];
	const timer = setInterval(() => {
		const uuid = `traffic-${events++}`;
		uuids.push(uuid);
		running.push(
			okta.org.emit(logEvent({ uuid, published: new Date().toISOString(), eventType: "user.account.lock" })),
		);
	}, 25);
	return async () => {
		clearInterval(timer);
		await Promise.all(running);
		return uuids;
	};
}

describe("hook register", () => {
	test("has Okta push what the rules need, and does nothing more the second time", async () => {
		const first = await hook("register");
		expect(first).toMatchObject({
			status: 0,
			stdout: expect.stringMatching(/^okta-falco: created, \d+ event types$/m),
		});
		expect(okta.org.hooks.all).toMatchObject([{ status: "ACTIVE", verificationStatus: "VERIFIED" }]);
		expect(first.stdout).toContain("user.session.impersonation.initiate");

		await okta.org.emit(logEvent({ uuid: "pushed", eventType: "user.account.lock" }));
		expect(await unseen(["pushed", "never"])).toEqual(["never"]);

		const before = okta.org.calls.length;
		const second = await hook("register", { OKTA_HOOK_SECRET: "" });
		expect(second).toMatchObject({
			status: 0,
			stdout: expect.stringMatching(/okta-falco \(who\w+\): as it should be/),
		});
		expect(okta.org.calls.slice(before).map(({ method }) => method)).toEqual(["GET"]);
	});

	test("changes nothing when it is dry, and needs no secret for that", async () => {
		const { status, stdout } = await hook("register --dry-run --json", { OKTA_HOOK_SECRET: "" });
		expect(status).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({
			dryRun: true,
			hooks: [{ kind: "create", name: "okta-falco", types: expect.arrayContaining(["user.account.lock"]) }],
			notPushed: { "user.session.impersonation.initiate": expect.any(Array) },
		});
		expect(okta.org.hooks.all).toEqual([]);
	});

	test("tries the Worker first, and leaves Okta alone when that would not be verified", async () => {
		const { status, stderr } = await hook("register", {
			OKTA_HOOK_SECRET: "another-secret-of-forty-characters-or-more",
		});
		expect({ status, stderr }).toEqual({
			status: 1,
			stderr: expect.stringMatching(
				/it has another secret: npx wrangler secret put OKTA_HOOK_SECRET.*Nothing was changed/,
			),
		});
		expect(okta.org.hooks.all).toEqual([]);
	});

	test("tells what is wrong when Okta cannot verify, and goes on from there the next time", async () => {
		const wrong = { OKTA_HOOK_SECRET: "another-secret-of-forty-characters-or-more" };
		const failed = await hook("register --no-check", wrong);
		expect(failed).toMatchObject({
			status: 1,
			stderr: expect.stringMatching(
				/Okta could not verify okta-falco.*HTTP status 401.*From here, the Worker: it has another secret/s,
			),
		});
		expect(okta.org.hooks.all).toMatchObject([{ verificationStatus: "UNVERIFIED" }]);
		expect((await hook("status")).stdout).toMatch(/^! okta-falco \(who\w+\) is UNVERIFIED/m);
		expect(await hook("register")).toMatchObject({
			status: 0,
			stdout: expect.stringContaining("not verified (UNVERIFIED)"),
		});
		expect(okta.org.hooks.all).toMatchObject([{ verificationStatus: "VERIFIED" }]);
	});

	test("asks before it stops a hook that delivers", async () => {
		await hook("register");
		const moved = { OKTA_HOOK_HEADER: "X-Okta-Secret" };
		expect(await hook("register --no-check", moved)).toMatchObject({
			status: 1,
			stderr: expect.stringMatching(/authentication field \(was Authorization\).*Nobody is there to ask: add --yes/s),
		});
		expect(okta.org.hooks.all).toMatchObject([{ verificationStatus: "VERIFIED" }]);
	});

	test("takes two hooks for all event types that Okta pushes", async () => {
		const folder = mkdtempSync(join(tmpdir(), "okta-falco-register-"));
		const rule = {
			rule: "Any",
			desc: "d",
			condition: "okta.actor.name = x",
			output: "o",
			priority: "NOTICE",
			source: "okta",
		};
		writeFileSync(join(folder, "rules.yaml"), JSON.stringify([rule]));
		writeFileSync(join(folder, "falco.yaml"), JSON.stringify({ rules_files: ["rules.yaml"] }));
		const { status, stdout } = await hook(`register --config ${join(folder, "falco.yaml")}`);
		expect([status, stdout.split("\n").slice(0, 2)]).toEqual([
			0,
			["okta-falco: created, 300 event types", "okta-falco 2: created, 14 event types"],
		]);
		const hooks = okta.org.hooks.all;
		expect(new Set(hooks.flatMap(({ definition }) => definition.eventTypes)).size).toBe(314);
		expect(hooks.every(({ verificationStatus }) => verificationStatus === "VERIFIED")).toBe(true);
	});

	test("has Okta send a second header, where the Worker wants one", async () => {
		const second = {
			OKTA_HOOK_HEADER_2: "X-Second",
			OKTA_HOOK_SECRET_2: "the-second-secret-of-more-than-forty-characters",
		};
		await deploy(new Map(Object.entries({ OKTA_HOOK_SECRET: SECRET, ...second })));
		expect(await hook("register")).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("it has another secret"),
		});
		expect(await hook("register", { OKTA_HOOK_HEADER_2: "X-Second" })).toMatchObject({
			status: 1,
			stderr: expect.stringContaining("OKTA_HOOK_SECRET_2 is needed"),
		});
		expect(await hook("register", second)).toMatchObject({ status: 0 });
		await okta.org.emit(logEvent({ uuid: "with-two", eventType: "user.account.lock" }));
		expect(await unseen(["with-two"])).toEqual([]);
	});

	test("is let in as a service app too, that has to prove possession of a key", async () => {
		const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
		const keys = [{ ...(await exportJWK(publicKey)), kid: "key-1" }];
		okta.org.tokens.apps.push({ clientId: "0oae2e", keys, scopes: ["okta.eventHooks.manage"], dpop: true });
		const OKTA_PRIVATE_KEY = JSON.stringify({ ...(await exportJWK(privateKey)), kid: "key-1" });
		const app = { OKTA_API_TOKEN: "", OKTA_CLIENT_ID: "0oae2e", OKTA_PRIVATE_KEY };
		expect(await hook("register", app)).toMatchObject({ status: 0, stderr: expect.stringContaining(": verified") });
		expect(await hook("audit", app)).toMatchObject({
			status: 1,
			stderr: expect.stringMatching(/invalid_scope.*Grant the scope to the service app/),
		});
	});

	test("leaves alone what is somebody else's", async () => {
		const config = { uri: "https://elsewhere.example", authScheme: { type: "HEADER", key: "K", value: "v" } };
		const channel = { type: "HTTP", version: "1.0.0", config };
		const items = ["user.account.lock"];
		okta.org.hooks.create({ name: "theirs", events: { type: "EVENT_TYPE", items }, channel });
		await hook("register");
		await hook("delete --yes");
		expect(okta.org.hooks.all.map(({ definition }) => definition.name)).toEqual(["theirs"]);
	});
});

test("hook status tells what is missing, with another exit status", async () => {
	expect(await hook("status")).toMatchObject({
		status: 2,
		stdout: expect.stringContaining("npm run hook -- register"),
	});
	await hook("register");
	expect(await hook("status")).toMatchObject({ status: 0, stdout: expect.stringMatching(/ACTIVE +VERIFIED/) });
	const [only] = okta.org.hooks.all;
	if (only === undefined) throw new Error("there is no hook");
	const types = only.definition.eventTypes.filter((type) => type !== "user.account.lock");
	const unneeded = [...EVENT_TYPES]
		.filter(([type, { hookEligible }]) => hookEligible && !types.includes(type))
		.map(([type]) => type);
	const extra = unneeded.find((type) => type !== "user.account.lock") ?? "";
	only.definition = { ...only.definition, eventTypes: [...types, extra] };
	const { status, stdout } = await hook("status --json");
	expect([status, JSON.parse(stdout)]).toMatchObject([
		2,
		{ missing: ["user.account.lock"], unneeded: [extra], faults: [] },
	]);
});

test("what a rule needs and a hook carries stays, though hooks cannot by the catalogue", async () => {
	await hook("register");
	const [only] = okta.org.hooks.all;
	if (only === undefined) throw new Error("there is no hook");
	const added = "user.session.impersonation.initiate";
	const eventTypes = [...only.definition.eventTypes, added];
	only.definition = { ...only.definition, eventTypes };
	const { status, stdout } = await hook("status --json");
	const { unneeded, notPushed } = JSON.parse(stdout);
	expect([status, unneeded]).toEqual([0, []]);
	expect(notPushed).not.toHaveProperty([added]);
	expect((await hook("register")).stdout).toMatch(/^okta-falco \(who\w+\): as it should be/m);
	expect(only.definition.eventTypes).toEqual(eventTypes);
});

test("hook verify verifies what is not verified", async () => {
	await hook("register");
	const [only] = okta.org.hooks.all;
	if (only !== undefined) only.verificationStatus = "UNVERIFIED";
	expect((await hook("verify --dry-run")).stdout).toMatch(/would be verified/);
	expect((await hook("verify")).stdout).toMatch(/is active and verified now/);
	expect((await hook("verify")).stdout).toMatch(/: is verified/);
	expect(await hook("verify no-such-hook")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("no-such-hook is none of"),
	});
});

test("the doctor asks Okta about the hooks, where it may", async () => {
	const { OKTA_ORG_URL = "", ...others } = env;
	const look = (credentials: NodeJS.ProcessEnv = others) =>
		checkHooks(ROOT, worker, OKTA_ORG_URL, { ...process.env, ...credentials });
	const finding = (state: string, found: RegExp) => ({
		name: "event hooks",
		state,
		found: expect.stringMatching(found),
	});
	expect(await look({})).toMatchObject(finding("skipped", /only Okta knows/));
	expect(await look()).toMatchObject(
		finding("failed", /^There is no event hook for the Worker: npm run hook -- register$/),
	);
	await hook("register");
	expect(await look()).toMatchObject(finding("ok", /^one, active and verified, with all that the rules need$/));
	const [only] = okta.org.hooks.all;
	if (only !== undefined) only.verificationStatus = "UNVERIFIED";
	expect(await look()).toMatchObject(finding("failed", /^okta-falco \(who\w+\) is UNVERIFIED: npm run hook -- verify/));
	expect(await look({ ...others, OKTA_API_TOKEN: "another" })).toMatchObject(finding("failed", /token/));
});

describe("hook delete", () => {
	test("deactivates first, and not without being told", async () => {
		await hook("register");
		expect(await hook("delete")).toMatchObject({ status: 1, stderr: expect.stringContaining("add --yes") });
		expect((await hook("delete --dry-run")).stdout).toMatch(/would be deleted/);
		expect(okta.org.hooks.all).toHaveLength(1);
		const before = okta.org.calls.length;
		expect(await hook("delete --yes")).toMatchObject({ status: 0, stdout: expect.stringMatching(/: deleted/) });
		expect(okta.org.calls.slice(before).map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
			"GET eventHooks",
			"POST deactivate",
			expect.stringMatching(/^DELETE who/),
		]);
		expect(okta.org.hooks.all).toEqual([]);
	});
});

describe("hook rotate", () => {
	const NEW = "the-new-secret-of-more-than-forty-characters";
	const rotating = { OKTA_HOOK_SECRET: NEW, OKTA_HOOK_SECRET_PREVIOUS: SECRET };

	test("tells which commands the Worker needs first", async () => {
		await hook("register");
		const { status, stdout } = await hook("rotate", rotating);
		expect(status).toBe(2);
		const commands = [...stdout.matchAll(/npx wrangler secret put (\w+)/g)].map(([, name]) => name);
		expect(commands).toEqual(["OKTA_HOOK_SECRET_PREVIOUS", "OKTA_HOOK_SECRET"]);
		expect(okta.org.hooks.all).toMatchObject([{ definition: { channel: { authScheme: { value: SECRET } } } }]);
	});

	test("loses no event, though Okta sends nothing while it verifies, and takes its time to begin", async () => {
		await hook("register");
		Object.assign(okta.org.hooks, { verifyTime: 300, beginTime: 700 });
		const stop = traffic();
		const { status, stderr } = await hook("rotate --run-wrangler --overlap 1s", { ...rotating, ...cloudflare.env });
		const uuids = await stop();
		expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining("has the new secret") });
		expect(uuids.length).toBeGreaterThan(100);
		expect(await unseen(uuids)).toEqual([]);
		expect(okta.org.hooks.all).toMatchObject([
			{
				verificationStatus: "VERIFIED",
				definition: { name: "okta-falco", channel: { authScheme: { key: "Authorization", value: NEW } } },
			},
		]);
		expect([...(cloudflare.secrets ?? [])]).toEqual([["OKTA_HOOK_SECRET", NEW]]);
	});

	test("loses some in place, which is why there is a bridge", async () => {
		await hook("register");
		Object.assign(okta.org.hooks, { verifyTime: 300, beginTime: 700 });
		const stop = traffic();
		const { status, stderr } = await hook("rotate --run-wrangler --overlap 1s --in-place", {
			...rotating,
			...cloudflare.env,
		});
		const uuids = await stop();
		expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining("has the new secret") });
		expect((await unseen(uuids)).length).toBeGreaterThan(10);
	});

	test("takes up a rotation that was broken off, and leaves no bridge", async () => {
		await hook("register");
		cloudflare.secrets = new Map([
			["OKTA_HOOK_SECRET", NEW],
			["OKTA_HOOK_SECRET_PREVIOUS", SECRET],
		]);
		await deploy(cloudflare.secrets);
		// The bridge could be made, but not verified.
		okta.org.sender.timeout = 0;
		expect(await hook("rotate --overlap 0", rotating)).toMatchObject({ status: 1 });
		okta.org.sender.timeout = PATIENTLY.timeout;
		expect(okta.org.hooks.all.map(({ definition }) => definition.name)).toEqual(["okta-falco", "okta-falco (bridge)"]);
		expect((await hook("status")).stdout).toMatch(/^! okta-falco \(bridge\) \(who\w+\) is left of a rotation/m);

		const { status, stdout } = await hook("rotate --overlap 0", rotating);
		expect({ status, stdout }).toEqual({
			status: 0,
			stdout: expect.stringContaining("npx wrangler secret delete OKTA_HOOK_SECRET_PREVIOUS"),
		});
		expect(okta.org.hooks.all).toMatchObject([{ definition: { name: "okta-falco" }, verificationStatus: "VERIFIED" }]);
	});

	test("tells its steps when it is dry", async () => {
		await hook("register");
		const { status, stdout } = await hook("rotate --dry-run", rotating);
		expect(status).toBe(0);
		expect(stdout.split("\n").map((line) => line.replace(/^\d\. /, ""))).toEqual([
			"npx wrangler secret put OKTA_HOOK_SECRET_PREVIOUS",
			"npx wrangler secret put OKTA_HOOK_SECRET",
			"create a bridge for okta-falco, with the new secret, and verify it",
			"wait 300 s",
			"give okta-falco the new secret, and verify it",
			"wait 300 s",
			"delete the bridges",
			"npx wrangler secret delete OKTA_HOOK_SECRET_PREVIOUS",
			"",
		]);
		expect(okta.org.hooks.all).toHaveLength(1);
	});

	test.each([
		[
			"the same secret twice",
			{ OKTA_HOOK_SECRET: SECRET.replace("e2e", "xxx"), OKTA_HOOK_SECRET_PREVIOUS: NEW },
			/takes neither/,
		],
		[
			"a secret with which the Worker would take nothing at all",
			{ OKTA_HOOK_SECRET: "short", OKTA_HOOK_SECRET_PREVIOUS: SECRET },
			/OKTA_HOOK_SECRET is shorter than 32 characters/,
		],
		["no secret", { OKTA_HOOK_SECRET: "" }, /The new secret is needed: set OKTA_HOOK_SECRET/],
		["a secret that is no header's value", { OKTA_HOOK_SECRET: "one\ntwo" }, /not something that a header can carry/],
	])("refuses %s", async (_, secrets, message) => {
		await hook("register");
		expect(await hook("rotate", secrets)).toMatchObject({ status: 1, stderr: expect.stringMatching(message) });
	});
});

describe("hook audit", () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "okta-falco-audit-"));
	});

	test("finds what Okta meant to push and did not bring", async () => {
		await hook("register");
		const happen = (uuid: string) =>
			okta.org.emit(logEvent({ uuid, published: new Date().toISOString(), eventType: "user.account.lock" }));
		await happen("arrived");
		await deploy(new Map([["OKTA_HOOK_SECRET", "a-secret-that-okta-has-not-got-yet-or-any-more"]]));
		await happen("refused");
		await deploy(new Map([["OKTA_HOOK_SECRET", SECRET]]));
		const file = join(folder, "missing.jsonl");
		const { status, stdout } = await hook(`audit --since 1h --until 0m --missing ${file}`);
		expect(status).toBe(2);
		expect(stdout).toMatch(/2 events meant for the Worker, 1 arrived, 1 did not/);
		expect(stdout).toMatch(/user\.account\.lock +refused$/m);
		expect(stdout).toMatch(/Hook "okta-falco" execution failed\. HTTP status 401/);
		const missing = readFileSync(file, "utf8")
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(missing).toMatchObject([{ uuid: "refused", eventType: "user.account.lock" }]);
	});

	test("is content when all arrived", async () => {
		await hook("register");
		await okta.org.emit(
			logEvent({ uuid: "all-well", published: new Date().toISOString(), eventType: "user.account.lock" }),
		);
		const { status, stdout } = await hook("audit --since 1h --until 0m --json");
		expect([status, JSON.parse(stdout)]).toMatchObject([0, { meant: 1, missing: [], failures: [] }]);
	});

	test("takes the whole week that the Worker remembers", async () => {
		await hook("register");
		expect(await hook("audit --since 7d")).toMatchObject({ status: 0 });
	});

	test.each([
		["a period that ends before it begins", "--since 1h --until 2h", /--since is not before --until/],
		["a period that the Worker has forgotten", "--since 9d", /for a week only/],
		["no time", "--since yesterday", /Give a time such as/],
	])("refuses %s", async (_, args, message) => {
		expect(await hook(`audit ${args}`)).toMatchObject({ status: 1, stderr: expect.stringMatching(message) });
	});
});

test("nothing that was printed has a secret in it", () => {
	const printed = JSON.stringify(outputs);
	expect(outputs.length).toBeGreaterThan(20);
	for (const secret of [SECRET, API_TOKEN, ADMIN_TOKEN, "the-new-secret", "another-secret-of"])
		expect(printed).not.toContain(secret);
});
