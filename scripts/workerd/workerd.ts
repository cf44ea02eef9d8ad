import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { Bundle } from "./bundle.ts";
import type { WorkerLog } from "./worker-log.ts";
import { type Surroundings, workerdConfig } from "./workerd-config.ts";
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
	readonly surroundings?: Surroundings | undefined;
	/** Gets what the Worker and workerd write. */
	readonly log: Pick<WorkerLog, "write" | "last">;
}

/** A running workerd. */
export class Workerd {
	readonly url: URL;
	/** A request to it has the cron go off; it is answered when the cron's work is done. */
	readonly cronUrl: URL;
	readonly #process: ChildProcess;

	private constructor(running: ChildProcess, { http, cron }: Ports) {
		this.#process = running;
		this.url = new URL(`http://127.0.0.1:${http}/`);
		this.cronUrl = new URL(`http://127.0.0.1:${cron}/`);
	}

	/** Starts one and waits until it listens. Rejects with what it wrote when it ends before that. */
	static async start({ workspace, log, variables, ...options }: WorkerdOptions): Promise<Workerd> {
		const config = join(dirname(options.bundle.module), `${basename(options.storage)}.capnp`);
		writeFileSync(config, workerdConfig({ ...options, variables: Object.keys(variables) }));
		const running = workspace.spawn(BINARY, ["serve", "--experimental", "--control-fd=3", config], {
			env: variables,
			stdio: ["ignore", "pipe", "pipe", "pipe"],
		});
		for (const stream of [running.stdout, running.stderr]) {
			if (stream !== null) createInterface(stream).on("line", (line) => log.write(line));
		}
		const ended = once(running, "exit");
		const ports = await Promise.race([listening(running), ended.then(() => undefined)]);
		if (ports === undefined) throw new Error(`workerd did not start: ${log.last.join("\n")}`);
		return new Workerd(running, ports);
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

	/** Processor time that it has taken, in milliseconds; undefined where the system does not say (it is Linux that does). */
	processorTime(): number | undefined {
		try {
			// The program's name is in brackets and may be anything.
			const fields = readFileSync(`/proc/${this.#process.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
			return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK;
		} catch {
			return undefined;
		}
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

/** Where these are behind the program's name (proc_pid_stat(5)), and a hundredth of a second, which they count, in milliseconds. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;
const TICK = 10;

const LISTENS = z.object({ event: z.literal("listen"), socket: z.enum(["http", "cron"]), port: z.number() });

const PORTS = z.object({ http: z.number(), cron: z.number() });

type Ports = z.output<typeof PORTS>;

/** The ports, which workerd tells through the control pipe, one JSON object a line. */
async function listening(running: ChildProcess): Promise<Ports | undefined> {
	const told: Record<string, number> = {};
	for await (const line of createInterface(running.stdio[3] as Readable)) {
		const message = LISTENS.safeParse(JSON.parse(line));
		if (message.success) told[message.data.socket] = message.data.port;
		const ports = PORTS.safeParse(told);
		if (ports.success) return ports.data;
	}
	return undefined;
}
