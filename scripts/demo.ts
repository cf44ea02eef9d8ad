import { randomBytes } from "node:crypto";
import { once as emitted } from "node:events";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { ORG_URL } from "./demo/cast.ts";
import { DAY } from "./demo/day.ts";
import { type Destination, elsewhere, standIn } from "./demo/destination.ts";
import { type Hook, oktaOrg } from "./demo/okta-org.ts";
import { type Options, readOptions } from "./demo/options.ts";
import { HOOK_ID, type PlayedStep, play } from "./demo/play.ts";
import { tell, tellError, tellTable } from "./demo/print.ts";
import { report } from "./demo/report.ts";
import { exitCodeOf, stopSignal } from "./demo/stop.ts";
import { type Tally, tally } from "./demo/tally.ts";
import { type LocalWorker, startWorker } from "./demo/worker.ts";
import { readWorkerLog } from "./demo/worker-log.ts";

/** How long the last alerts may take to arrive, in milliseconds. */
const PATIENCE = 10_000;

/**
 * An Okta org, the Worker and Falcosidekick, all on this machine, through a working day. Resolves when that is over or
 * stopped: whether all went as expected, as far as it went. Whatever it starts, it ends.
 */
async function demonstrate({ once, seconds }: Options, stop: AbortSignal): Promise<boolean> {
	const running: { readonly close: () => Promise<void> }[] = [];
	try {
		tell("Starting the Worker in workerd …", "dim");
		const alerts = tally();
		const falcosidekick = process.env.FALCOSIDEKICK_URL
			? elsewhere(process.env.FALCOSIDEKICK_URL, alerts)
			: await standIn(alerts);
		running.push(falcosidekick);
		const [secret, adminToken] = [newSecret(), newSecret()];
		const worker = await startWorker({
			OKTA_ORG_URL: ORG_URL,
			OKTA_HOOK_SECRET: secret,
			FALCOSIDEKICK_URL: falcosidekick.url,
			FALCOSIDEKICK_HEADERS: process.env.FALCOSIDEKICK_HEADERS ?? "",
			ALERTS_PER_SECOND: "1000",
			ADMIN_TOKEN: adminToken,
		});
		running.push(worker);
		const hook = { id: HOOK_ID, url: new URL("/okta/events", worker.url), header: "Authorization", secret };
		const org = oktaOrg(ORG_URL, hook);
		await org.verifyHook();
		await checkSettings(worker);
		introduce(hook, falcosidekick);
		if (!once) showStatusPage(worker, adminToken);
		tell();

		const played: PlayedStep[] = [];
		const update = () => falcosidekick.update(worker, played);
		for await (const step of play(DAY, org, Date.now)) {
			if (stop.aborted) break;
			tellStep(step);
			played.push(step);
			alerts.expect(step);
			await pause((seconds * 1000) / DAY.length, stop);
			update();
		}
		await settle(alerts, update, stop);
		if (stop.aborted) return true;
		const asExpected = report(played, alerts, worker);
		if (!once) await serve(worker, adminToken, stop);
		return asExpected;
	} finally {
		for (const { close } of running.reverse()) await close();
	}
}

/** A Worker takes deliveries, and keeps their alerts, when it cannot tell where these go. */
async function checkSettings(worker: LocalWorker): Promise<void> {
	const { ok } = await fetch(new URL("/healthz", worker.url));
	if (ok) return;
	throw new Error("The Worker cannot work with its settings.", {
		cause: readWorkerLog(worker.log()).complaints.join("\n"),
	});
}

function introduce({ url }: Hook, falcosidekick: Destination): void {
	tellTable("A working day at Okta, and what Falco's rules make of it", [
		["Worker", `${url} (in workerd)`],
		["Okta org", `${ORG_URL} (simulated); it has verified the Worker's Event Hook`],
		["Falcosidekick", `${falcosidekick.url} (${falcosidekick.description})`],
		["Rules", "as rules/falco.yaml has them: change them and start again"],
	]);
}

/** The token stands beside the address and not in it: addresses are kept in histories and logs. */
function showStatusPage({ url }: LocalWorker, adminToken: string): void {
	tell();
	tellTable("Watch the day go by on the status page", [
		["open", new URL("/status", url).href],
		["sign in with", adminToken],
	]);
}

function tellStep({ step, events, deliveries }: PlayedStep): void {
	const count = events.length === 1 ? "" : ` (${events.length} events)`;
	tell(`${step.at}  ${step.story}${count}`, "dim");
	for (const { delivered, answer } of deliveries) if (!delivered) tell(`       refused: ${answer}`, "red");
}

/** Waits for the last alerts. */
async function settle(alerts: Tally, update: () => void, stop: AbortSignal): Promise<void> {
	const end = Date.now() + PATIENCE;
	while (alerts.missing().length > 0 && Date.now() < end && !stop.aborted) {
		await pause(50, stop);
		update();
	}
}

/** Leaves the Worker running for whoever wants to look into it: the token is worth nothing after that. */
async function serve(worker: LocalWorker, adminToken: string, stop: AbortSignal): Promise<void> {
	tell();
	tell("The Worker goes on running until Ctrl-C. How it stands, and what it refused:");
	for (const path of ["/admin/status", "/admin/rejected"]) {
		tell(`  curl -H "Authorization: Bearer ${adminToken}" ${new URL(path, worker.url)}`);
	}
	await emitted(stop, "abort");
}

function newSecret(): string {
	return randomBytes(24).toString("base64url");
}

async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
	if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: stop }).catch(() => {});
}

const options = readOptions(process.argv);
const stop = stopSignal();

/** What was under way when it was stopped may well fail of that. */
function fail(error: unknown): void {
	if (!stop.aborted) tellError(error);
	process.exitCode = stop.aborted ? 0 : 1;
}

// workerd is a process of its own: when it cannot be run, or ends, no promise tells.
process.on("uncaughtException", (cause) => {
	fail(new Error("The demonstration cannot go on.", { cause }));
	process.exit();
});
try {
	process.exitCode = (await demonstrate(options, stop)) ? 0 : 1;
} catch (error) {
	fail(error);
}
if (stop.aborted && options.once) process.exitCode = exitCodeOf(stop.reason);
