import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { beforeEach, expect, test } from "vitest";
import { DAY } from "../../scripts/demo/day.ts";
import { type Alert, startFalcosidekick } from "../../scripts/demo/falcosidekick.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";

const ROOT = join(import.meta.dirname, "../..");
const RAISED = DAY.flatMap(({ raises = [] }) => raises);

let temporary: string;
beforeEach(() => {
	temporary = mkdtempSync(join(tmpdir(), "demo-test-"));
});

/** Starts the demonstration as `npm start` does, with a temporary folder of its own. */
function start(args: readonly string[], environment: Record<string, string> = {}) {
	const { FALCOSIDEKICK_URL: _, FORCE_COLOR: __, ...env } = process.env;
	const demo = spawn(process.execPath, ["scripts/demo.ts", ...args], {
		cwd: ROOT,
		env: { ...env, TMPDIR: temporary, ...environment },
		stdio: ["ignore", "pipe", "pipe"],
	});
	return { demo, output: Promise.all([text(demo.stdout), text(demo.stderr), once(demo, "close")]) };
}

/** Waits until the stream has brought what is expected, and gives what matched. */
async function says(stream: Readable, expected: RegExp): Promise<RegExpExecArray> {
	for (let said = ""; ; said += String(await once(stream, "data"))) {
		const match = expected.exec(said);
		if (match) return match;
	}
}

/** Whether there is such a process, other than one that has ended and nobody has asked for yet. */
function isRunning(pid: string): boolean {
	const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" });
	return stdout.trim() !== "" && !stdout.startsWith("Z");
}

async function run(args: readonly string[], environment: Record<string, string> = {}) {
	const [stdout, stderr, [status]] = await start(args, environment).output;
	return { stdout, stderr, status };
}

test("--once plays the day: each expected alert on stdout, the story and the sums on stderr", async () => {
	const { stdout, stderr, status } = await run(["--once"]);
	expect(stderr).toContain("it has verified the Worker's Event Hook");
	for (const { story } of DAY) expect(stderr).toContain(story);
	for (const rule of new Set(RAISED)) expect(stderr).toContain(`  ${rule} `);
	const sent = DAY.flatMap(({ events }) => events).length;
	const sums = Object.fromEntries(
		[...stderr.matchAll(/^ {2}(\w+) +(\d+)$/gm)].map(([, name, sum]) => [name, Number(sum)]),
	);
	expect(sums).toMatchObject({
		deliveries: DAY.length + 1,
		events: sent - 1,
		duplicates: 3,
		rejected: 1,
		alerts: RAISED.length,
	});
	const lines = stdout.trimEnd().split("\n");
	expect(lines).toHaveLength(RAISED.length);
	for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{9}: [A-Z][a-z]+ .*\(.*\)$/);
	expect(status).toBe(0);
	expect(readdirSync(temporary)).toEqual([]);
});

test("alerts go to the Falcosidekick that the environment names, and are counted all the same", async () => {
	const alerts: Alert[] = [];
	const falcosidekick = await startFalcosidekick({ onAlert: (alert) => alerts.push(alert) });
	const { stdout, stderr, status } = await run(["--once"], { FALCOSIDEKICK_URL: falcosidekick.url });
	await falcosidekick.close();
	expect(alerts.map(({ rule }) => rule).sort()).toEqual([...RAISED].sort());
	expect(stdout).toBe("");
	expect(stderr).toContain(`${falcosidekick.url} (from FALCOSIDEKICK_URL; alerts are shown there)`);
	expect(status).toBe(0);
});

test("--once fails, and says what is missing, when alerts do not arrive", async () => {
	const gone = await startFalcosidekick({ onAlert: () => {} });
	await gone.close();
	const { stderr, status } = await run(["--once"], { FALCOSIDEKICK_URL: gone.url });
	expect(stderr).toContain('No alert of rule "Creating a new OKTA API token" came for 13:40');
	expect(stderr).toContain("The Worker says:");
	expect(status).toBe(1);
});

test("when the day is over the Worker goes on running, and can be asked what it refused", async () => {
	const { demo, output } = start(["--seconds", "0"]);
	const [, token, url] = await says(demo.stderr, /Bearer (\S+)" (\S+\/admin\/rejected)/);
	const response = await fetch(url ?? "", { headers: { Authorization: `Bearer ${token}` } });
	expect(await response.json()).toMatchObject({ events: [{ kind: "rejected" }] });
	demo.kill("SIGINT");
	const [, , [status]] = await output;
	expect(status).toBe(0);
});

test("before the day begins it says where the status page is, and what to sign in with", async () => {
	const { demo, output } = start(["--seconds", "600"]);
	const [, url = "", token = ""] = await says(demo.stderr, /open +(\S+)\n +sign in with +(\S+)\n\n/);
	expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/status$/);
	const page = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
	expect(await page.text()).toContain("okta.example.com");
	for (const [, path = ""] of (await (await fetch(`${url}/sign-in`)).text()).matchAll(
		/(?:src|href)="(\/status\/assets\/[^"]+)"/g,
	)) {
		expect((await fetch(new URL(path, url))).status).toBe(200);
	}
	demo.kill("SIGINT");
	const [, , [status]] = await output;
	expect(status).toBe(0);
});

test("Ctrl-C ends all of it", async () => {
	const { demo, output } = start(["--seconds", "600"]);
	await says(demo.stderr, /^\d\d:\d\d {2}/m);
	const children = execFileSync("pgrep", ["-P", String(demo.pid)], { encoding: "utf8" })
		.trim()
		.split("\n");
	expect(children.length).toBeGreaterThan(0);
	demo.kill("SIGINT");
	const [, , [status]] = await output;
	expect(status).toBe(0);
	await expect.poll(() => children.filter(isRunning), PATIENTLY).toEqual([]);
	expect(readdirSync(temporary)).toEqual([]);
});

test.each(["3601", "-1", "1h"])("a day of %s seconds is refused", async (seconds) => {
	const { stderr, status } = await run([`--seconds=${seconds}`]);
	expect(stderr).toContain("Give a number of seconds, from 0 to 3600.");
	expect(status).toBe(1);
});

test("the page tells of events that have just happened, whatever the time in the story", async () => {
	const { demo, output } = start(["--seconds", "0"]);
	const [, url = "", token = ""] = await says(demo.stderr, /open +(\S+)\n +sign in with +(\S+)\n\n/);
	const alerts = async () => {
		const answer = await fetch(new URL("/admin/alerts", url), { headers: { Authorization: `Bearer ${token}` } });
		const told: { alerts: { time: string; created: string }[] } = JSON.parse(await answer.text());
		return told.alerts;
	};
	await expect.poll(async () => (await alerts()).length, PATIENTLY).toBe(RAISED.length);
	for (const { time, created } of await alerts()) {
		const seconds = (Date.parse(created) - Date.parse(time)) / 1_000;
		expect([seconds > 0, seconds < 60]).toEqual([true, true]);
	}
	demo.kill("SIGINT");
	const [, , [status]] = await output;
	expect(status).toBe(0);
});

test("what is wrong with wrangler.toml is told with its line", () => {
	for (const name of ["package.json", "scripts", "src"])
		cpSync(join(ROOT, name), join(temporary, name), { recursive: true });
	symlinkSync(join(ROOT, "node_modules"), join(temporary, "node_modules"));
	writeFileSync(
		join(temporary, "wrangler.toml"),
		'name = "okta-falco"\n[vars]\nOKTA_ORG_URL = https://acme.okta.com\n',
	);
	const args = [join(temporary, "scripts", "demo.ts"), "--once"];
	const { stderr, status } = spawnSync(process.execPath, args, { cwd: temporary, encoding: "utf8" });
	expect({ stderr, status }).toEqual({
		stderr: expect.stringContaining("  wrangler.toml: line 3: Invalid TOML"),
		status: 1,
	});
});

test("--help says what there is to see, and starts nothing", async () => {
	const { stdout, status } = await run(["--help"]);
	expect(stdout).toContain("--once");
	expect(stdout).toContain("FALCOSIDEKICK_URL");
	expect(status).toBe(0);
});
