import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { Bundle } from "./bundle.ts";
import type { WorkerLog } from "./worker-log.ts";
import { workerdConfig } from "./workerd-config.ts";
import type { Workspace } from "./workspace.ts";

/** The path of the workerd that Wrangler brings: the module exports nothing else. */
const BINARY = z
	.object({ default: z.string() })
	.transform((module) => module.default)
	.parse(createRequire(import.meta.resolve("wrangler"))("workerd"));

export interface WorkerdOptions {
	readonly workspace: Workspace;
	readonly bundle: Bundle;
	/** Folder that keeps the objects' storage: what is to be found again lies there. */
	readonly storage: string;
	/** Variables and secrets by name. */
	readonly variables: Readonly<Record<string, string>>;
	/** Gets what the Worker and workerd write. */
	readonly log: WorkerLog;
}

/** A running workerd. */
export class Workerd {
	readonly url: URL;
	readonly #process: ChildProcess;

	private constructor(running: ChildProcess, port: number) {
		this.#process = running;
		this.url = new URL(`http://127.0.0.1:${port}/`);
	}

	/** Starts one and waits until it listens. Rejects with what it wrote when it ends before that. */
	static async start({ workspace, bundle, storage, variables, log }: WorkerdOptions): Promise<Workerd> {
		const config = join(dirname(bundle.module), "workerd.capnp");
		writeFileSync(config, workerdConfig(bundle, storage, Object.keys(variables)));
		const running = workspace.spawn(BINARY, ["serve", "--control-fd=3", config], {
			env: variables,
			stdio: ["ignore", "pipe", "pipe", "pipe"],
		});
		for (const stream of [running.stdout, running.stderr]) {
			if (stream !== null) createInterface(stream).on("line", (line) => log.write(line));
		}
		const ended = once(running, "exit");
		const port = await Promise.race([listening(running), ended.then(() => undefined)]);
		if (port === undefined) throw new Error(`workerd did not start: ${log.last.join("\n")}`);
		return new Workerd(running, port);
	}

	/** Whether it runs, and was not ended by anybody. */
	get isRunning(): boolean {
		return this.#process.exitCode === null && this.#process.signalCode === null;
	}

	/** Ends it without warning, and waits until it is gone. */
	async kill(): Promise<void> {
		if (!this.isRunning) return;
		const ended = once(this.#process, "exit");
		this.#process.kill("SIGKILL");
		await ended;
	}

	/** Has it stand still, whatever it is doing, until `thaw`. */
	freeze(): void {
		this.#process.kill("SIGSTOP");
	}

	thaw(): void {
		this.#process.kill("SIGCONT");
	}

	/** Memory that it takes now, in bytes; undefined where the system does not say (it is Linux that does). */
	memory(): number | undefined {
		try {
			const status = readFileSync(`/proc/${this.#process.pid}/status`, "utf8");
			const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
			return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
		} catch {
			return undefined;
		}
	}
}

const LISTENS = z.object({ event: z.literal("listen"), socket: z.literal("http"), port: z.number() });

/** The port, which workerd tells through the control pipe, one JSON object a line. */
async function listening(running: ChildProcess): Promise<number | undefined> {
	for await (const line of createInterface(running.stdio[3] as Readable)) {
		const message = LISTENS.safeParse(JSON.parse(line));
		if (message.success) return message.data.port;
	}
	return undefined;
}
