import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, test, vi } from "vitest";
import { logEvent } from "../fixtures/log-event.ts";
import { PATIENTLY } from "../fixtures/patiently.ts";
import { ROOT, runScript, type ScriptRun } from "../fixtures/run-script.ts";
import { ADMIN_TOKEN, startSystem } from "./system.ts";

/** The command line of operators, against the Worker as it is deployed. */

const { falcosidekick, ...system } = await startSystem();
afterAll(system.close);

const ENVIRONMENT = { ADMIN_TOKEN, OKTA_FALCO_URL: system.url.href };

/** Runs a command to its end. */
function alerts(...args: string[]): Promise<ScriptRun> {
	return runScript("alerts.ts", args, ENVIRONMENT);
}

async function json(...args: string[]): Promise<Record<string, unknown>[]> {
	const { stdout } = await alerts(...args, "--json");
	return stdout
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line));
}

async function lock(uuid: string, answer: { status: number }) {
	falcosidekick.byBody = [
		[`"${uuid}"`, answer],
		["", answer],
	];
	falcosidekick.requests.length = 0;
	// Each of its own user, so that rules which count find nothing to count.
	await system.deliver(logEvent({ uuid, eventType: "user.account.lock", actor: { id: uuid } }));
	await vi.waitFor(() => expect(falcosidekick.requests).toHaveLength(1), PATIENTLY);
	falcosidekick.byBody = [];
	return `${uuid}:User has been locked out in OKTA`;
}

function stateOf(id: string) {
	return async () => (await json("show", id))[0]?.state;
}

test("a dead alert is found, looked at and sent again", async () => {
	const id = await lock("cli-1", { status: 413 });
	await expect.poll(stateOf(id), PATIENTLY).toBe("dead");
	const { stdout } = await alerts("list", "--state", "dead");
	const [headings, row] = stdout.split("\n");
	expect(headings).toMatch(/^STATE +PRIORITY +TIME +ACTOR +TRIES +WHY +ID$/);
	expect(row).toMatch(
		/^dead +Notice +2026-03-02T09:15:30Z +ines\.duarte@acme\.example +1 +413: .* {2}cli-1:User has been/,
	);
	const shown = (await alerts("show", id)).stdout;
	expect(shown).toContain('"rule":"User has been locked out in OKTA"');
	expect(shown).toMatch(/^failed +\d{4}-\d\d-\d\dT[\d:.]+Z {2}413: /m);
	expect(await json("replay", "--state", "dead")).toMatchObject([{ id, state: "pending" }]);
	await expect.poll(stateOf(id), PATIENTLY).toBe("delivered");
	expect(await json("list", "--state", "delivered", "--actor", "ines.duarte@acme.example")).toMatchObject([{ id }]);
	expect(await json("list", "--priority", "notice")).toMatchObject([{ id }]);
	expect(await json("list", "--priority", "warning")).toEqual([]);
});

test("a dead alert can be closed instead", async () => {
	const id = await lock("cli-2", { status: 413 });
	await expect.poll(stateOf(id), PATIENTLY).toBe("dead");
	expect(await json("resolve", id)).toMatchObject([{ id, state: "resolved" }]);
	expect((await alerts("status")).stdout).toMatch(/^All is well\.\nAlerts +0 pending, 0 held, 0 dead/);
	expect((await alerts("status")).stdout).toMatch(/^System Log +not read$/m);
	expect(JSON.parse((await alerts("status", "--json")).stdout)).toMatchObject({ sweep: null, silences: [] });
});

test("deliveries that were refused are told of", async () => {
	expect((await alerts("status")).stdout).not.toMatch(/^Refused/m);
	const headers = { "Content-Type": "application/json", Authorization: "another secret" };
	expect((await fetch(new URL("okta/events", system.url), { method: "POST", headers, body: "{}" })).status).toBe(401);
	const told = async () => (await alerts("status")).stdout;
	await expect
		.poll(told, PATIENTLY)
		.toMatch(
			/^Refused +deliveries since \S+Z, the last at \S+Z, with 401: the Authorization header has another secret$/m,
		);
});

test("events that were refused are listed and forgotten", async () => {
	await system.deliver({ eventType: "user.account.lock" });
	const [event] = await json("rejected", "list");
	expect(event).toMatchObject({ kind: "rejected", text: '{"eventType":"user.account.lock"}' });
	expect((await alerts("rejected", "replay", String(event?.id))).status).toBe(1);
	expect((await alerts("rejected", "resolve", String(event?.id))).stdout).toBe(`${event?.id} forgotten\n`);
	expect(await json("rejected", "list")).toEqual([]);
});

test("watching prints alerts as they come and go", async () => {
	const args = ["scripts/alerts.ts", "watch", "--every", "1", "--json"];
	const env = { PATH: process.env.PATH, ...ENVIRONMENT };
	const watch = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
	const lines: string[] = [];
	createInterface(watch.stdout).on("line", (line) => lines.push(line));
	try {
		const id = await lock("cli-3", { status: 413 });
		await vi.waitFor(
			() => expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ id, state: "dead" }]),
			PATIENTLY,
		);
		await alerts("replay", id);
		await vi.waitFor(() => expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ id, state: "delivered" }), PATIENTLY);
	} finally {
		watch.kill();
		await once(watch, "exit");
	}
});

describe("what goes wrong is told in a line, with exit status 1", () => {
	test.each([
		["another token", ["list", "--token", "nope"], "the token is refused: give the Worker's ADMIN_TOKEN"],
		["no such alert", ["show", "nothing"], "there is no alert of that id"],
		["no such state", ["list", "--state", "lost"], "state: is none of pending"],
		["nobody there", ["list", "--url", "http://127.0.0.1:1/"], "127.0.0.1:1 does not answer: "],
		["a token in the clear", ["list", "--url", "http://falco.example.com/"], "http:// is for this machine only"],
		["nothing chosen", ["replay"], "give either ids or options that choose alerts"],
		["both chosen", ["resolve", "x", "--state", "dead"], "give either ids or options that choose alerts"],
	])("%s", async (_, args, message) => {
		const { status, stdout, stderr } = await alerts(...args);
		expect([status, stdout]).toEqual([1, ""]);
		expect(stderr).toContain(message);
		expect(stderr).not.toContain(ADMIN_TOKEN);
	});
});
