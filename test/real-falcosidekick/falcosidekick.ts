import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Certificates } from "../e2e/private/certificates.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** Path of the Falcosidekick that the run has got hold of. */
		falcosidekick: string | undefined;
	}
}

/** Falcosidekick itself, running on loopback. */
export interface RunningFalcosidekick {
	readonly url: string;
	/** Ends it, as a restart of its pod would. */
	readonly stop: () => Promise<void>;
}

export interface FalcosidekickOptions {
	readonly program: string;
	/** URL of the webhook that alerts are sent to. */
	readonly slack: string;
	/** A free one where it is not given. */
	readonly port?: number;
	/** With these it speaks mutual TLS. */
	readonly tls?: Certificates | undefined;
}

/** How long it may take to listen, in milliseconds. */
const PATIENCE = 20_000;

/** Starts it with nothing but its Slack output. Rejects with what it wrote when it does not come to listen. */
export async function startFalcosidekick(options: FalcosidekickOptions): Promise<RunningFalcosidekick> {
	const port = options.port ?? (await freePort());
	const running = spawn(options.program, [], {
		env: { ...settings(options), LISTENADDRESS: "127.0.0.1", LISTENPORT: String(port) },
		stdio: ["ignore", "pipe", "pipe"],
	});
	const wrote = Promise.all([text(running.stdout), text(running.stderr)]);
	try {
		await listening(running, port);
	} catch (cause) {
		running.kill("SIGKILL");
		throw new Error(`Falcosidekick did not start: ${(await wrote).join("\n").trim()}`, { cause });
	}
	const url = options.tls === undefined ? `http://127.0.0.1:${port}/` : `https://localhost:${port}/`;
	return { url, stop: () => stop(running) };
}

function settings({ slack, tls }: FalcosidekickOptions): Record<string, string> {
	const output = { SLACK_WEBHOOKURL: slack, SLACK_MINIMUMPRIORITY: "debug" };
	if (tls === undefined) return output;
	return {
		...output,
		TLSSERVER_DEPLOY: "true",
		TLSSERVER_CERTFILE: tls.server.certificateFile,
		TLSSERVER_KEYFILE: tls.server.keyFile,
		TLSSERVER_MUTUALTLS: "true",
		TLSSERVER_CACERTFILE: tls.authority.certificateFile,
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	return port;
}

async function listening(running: ChildProcess, port: number): Promise<void> {
	const failed = once(running, "exit").then(([code]) => {
		throw new Error(`it ended with ${code}`);
	});
	await Promise.race([failed, reachable(port)]);
	failed.catch(() => {});
}

async function reachable(port: number): Promise<void> {
	for (const end = Date.now() + PATIENCE; ; await sleep(20)) {
		const socket = connect(port, "127.0.0.1");
		try {
			await once(socket, "connect");
			return;
		} catch (error) {
			if (Date.now() > end) throw error;
		} finally {
			socket.destroy();
		}
	}
}

async function stop(running: ChildProcess): Promise<void> {
	if (running.exitCode !== null || running.signalCode !== null) return;
	const ended = once(running, "exit");
	running.kill("SIGTERM");
	await ended;
}
