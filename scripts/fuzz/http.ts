import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { messageOf } from "../../src/message-of.ts";
import { ORG_URL } from "../demo/cast.ts";
import { startFalcosidekick } from "../demo/falcosidekick.ts";
import { Random } from "../faults/random.ts";
import { buildWorker } from "../workerd/bundle.ts";
import { WorkerLog } from "../workerd/worker-log.ts";
import { Workerd } from "../workerd/workerd.ts";
import { Workspace } from "../workerd/workspace.ts";
import { Connection } from "./http-connection.ts";
import { Judge } from "./http-judge.ts";
import { type Credentials, type FuzzRequest, nextRequest } from "./http-request.ts";
import { makeTokens } from "./http-tokens.ts";

export interface HttpFuzzOptions {
	readonly seed: number;
	/** It ends with whichever comes first. */
	readonly seconds: number;
	readonly requests: number;
}

export interface HttpFuzzed {
	readonly requests: number;
	readonly seconds: number;
	/** Requests by kind and by how they were answered: `stranger 401`. */
	readonly answers: Readonly<Record<string, number>>;
	/** Alerts that came of Okta's requests. */
	readonly alerts: number;
	/** Memory of workerd in bytes: before the first request, after a quarter of them, after the last. */
	readonly memory: readonly (number | undefined)[];
	/** What must not have happened. */
	readonly faults: readonly string[];
}

/** Clients at a time. */
const CLIENTS = 16;

/** How much memory may grow by between the first quarter and the end, in bytes: V8 collects when it likes to. */
const GROWTH_MAX = 96 * 1024 * 1024;

const RULES = new URL("../../src/generated/rules.json", import.meta.url);

/** What the Worker says of exceptions that nobody meant to throw. */
const ACCIDENTS = [
	'"message":"a request failed"',
	'"message":"an alarm failed"',
	'"message":"an event could not be evaluated"',
];

class WatchedLog extends WorkerLog {
	readonly #judge: Judge;

	constructor(secrets: readonly string[], judge: Judge) {
		super(secrets);
		this.#judge = judge;
	}

	override write(line: string): void {
		if (ACCIDENTS.some((accident) => line.includes(accident))) this.#judge.fault(line);
		super.write(line);
	}
}

/**
 * Sends random and spoiled requests to this clone's Worker in workerd, on loopback: most of them a stranger's, some with
 * the secret. Nothing may come of a stranger's, and nothing whatsoever may break the Worker.
 */
export async function fuzzHttp(options: HttpFuzzOptions): Promise<HttpFuzzed> {
	const workspace = new Workspace();
	const judge = new Judge();
	const falcosidekick = await startFalcosidekick({ onAlert: (alert) => judge.takeAlert(JSON.stringify(alert)) });
	try {
		const { workerd, log, credentials, adminToken } = await startTarget(workspace, judge, falcosidekick.url);
		const started = performance.now();
		const { sent, memory } = await sendAll(options, workerd, credentials, judge);
		const seconds = (performance.now() - started) / 1000;
		await judge.settle(new URL("/admin/status", workerd.url), adminToken);
		if (!workerd.isRunning) judge.fault("workerd ended");
		if (log.leaks > 0) judge.fault(`${log.leaks} lines of the log hold a secret`);
		const [, quarter, last] = memory;
		if (last !== undefined && quarter !== undefined && last - quarter > GROWTH_MAX) judge.fault("memory grows");
		const { answers, alerts, faults } = judge;
		return { requests: sent, seconds, answers, alerts, memory, faults };
	} finally {
		workspace.close();
		await falcosidekick.close();
	}
}

/** The Worker with everything configured by which a hook can be let in, and what does and does not let one in. */
async function startTarget(workspace: Workspace, judge: Judge, falcosidekickUrl: string) {
	const secret = randomBytes(48).toString("base64url");
	const adminToken = randomBytes(48).toString("base64url");
	const tokens = await makeTokens();
	const log = new WatchedLog([secret, adminToken, tokens.good], judge);
	const credentials: Credentials = {
		good: [secret, `Bearer ${tokens.good}`],
		forged: [`${secret}x`, secret.slice(1), secret.toUpperCase(), ...tokens.forged.map((token) => `Bearer ${token}`)],
	};
	const workerd = await Workerd.start({
		workspace,
		bundle: await buildWorker(workspace, "worker", JSON.parse(readFileSync(RULES, "utf8")) as RuleSet),
		storage: workspace.folder("storage"),
		variables: {
			OKTA_ORG_URL: ORG_URL,
			OKTA_HOOK_SECRET: secret,
			OKTA_HOOK_JWKS: tokens.jwks,
			OKTA_HOOK_URL: tokens.hookUrl,
			ADMIN_TOKEN: adminToken,
			FALCOSIDEKICK_URL: falcosidekickUrl,
			ALERTS_PER_SECOND: "1000",
		},
		log,
	});
	return { workerd, log, credentials, adminToken };
}

async function sendAll(options: HttpFuzzOptions, workerd: Workerd, credentials: Credentials, judge: Judge) {
	const { seed, seconds, requests } = options;
	const started = performance.now();
	const memory = [workerd.memory()];
	let sent = 0;
	// Each client has its share, so that the same seed gives it the same requests however fast the others are.
	const client = async (name: number) => {
		const random = new Random(seed, `client ${name}`);
		const connection = new Connection(Number(workerd.url.port));
		for (let number = 0; number < requests / CLIENTS; number++) {
			const part = Math.max(++sent / requests, (performance.now() - started) / (seconds * 1000));
			if (part > 1) break;
			if (part > 0.25 && memory.length === 1) memory.push(workerd.memory());
			await send(nextRequest(number * CLIENTS + name, credentials, random), connection, judge);
		}
		connection.close();
	};
	await Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
	return { sent, memory: [...memory, workerd.memory()] };
}

async function send(request: FuzzRequest, connection: Connection, judge: Judge): Promise<void> {
	const { kind, uuid, isFramed, bytes, method } = request;
	try {
		judge.answered(request, isFramed ? [await connection.request(bytes, method)] : await connection.raw(bytes));
	} catch (error) {
		judge.fault(`${kind} ${uuid}: ${messageOf(error)}`);
		connection.close();
	}
}
