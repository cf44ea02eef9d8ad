import { exec } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import type { TestHarness } from "wrangler";
import { SIGNALS } from "./stop.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** The Worker of this clone, running in workerd on a free port of loopback. */
export interface LocalWorker {
	readonly url: URL;
	/** What the Worker has written to its console so far, one entry a call. */
	readonly log: () => readonly { readonly level: string; readonly message: string }[];
	/** Ends workerd and removes what it kept. */
	readonly close: () => Promise<void>;
}

/** Keeps Wrangler off the network (sample request data, updates, telemetry), the screen and the user's own folder. */
const QUIET = {
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
	WRANGLER_HIDE_BANNER: "true",
	WRANGLER_LOG: "none",
	WRANGLER_SEND_ERROR_REPORTS: "false",
	WRANGLER_SEND_METRICS: "false",
	WRANGLER_WRITE_LOGS: "false",
};

/**
 * Builds and starts the Worker as wrangler.toml describes it, but with `vars` as all its variables and secrets. Its
 * storage and all of Wrangler's own files lie in a temporary folder, so that the clone and its .dev.vars stay out of it.
 * Rejects, with Wrangler's or the build's own error as the cause, when that fails.
 */
export async function startWorker(vars: Readonly<Record<string, string>>): Promise<LocalWorker> {
	const root = mkdtempSync(join(tmpdir(), "okta-falco-"));
	const remove = () => rmSync(root, { recursive: true, force: true });
	process.once("exit", remove);
	let worker: TestHarness | undefined;
	const close = async () => {
		await worker?.close();
		remove();
		process.off("exit", remove);
	};
	const keepSignals = signalKeeper();
	try {
		worker = await harness(root, vars);
		const { url } = await worker.listen();
		keepSignals();
		return { url, log: worker.getLogs, close };
	} catch (cause) {
		await close().catch(() => {});
		throw new Error("The Worker did not start.", { cause });
	}
}

/** Miniflare ends the whole process on a signal. Gives a function that leaves signals to who listened before. */
function signalKeeper(): () => void {
	const before = SIGNALS.map((signal) => process.listeners(signal));
	return () => {
		for (const [index, signal] of SIGNALS.entries()) {
			const others = process.listeners(signal).filter((listener) => !before[index]?.includes(listener));
			for (const listener of others) process.off(signal, listener);
		}
	};
}

async function harness(root: string, vars: Readonly<Record<string, string>>): Promise<TestHarness> {
	Object.assign(process.env, QUIET);
	// Only now: Wrangler reads these settings as it loads, and takes its time to.
	const { createTestHarness } = await import("wrangler");
	const { readWranglerConfig } = await import("../wrangler/wrangler-config.ts");
	const rawConfig = readWranglerConfig(join(ROOT, "wrangler.toml"));
	// Wrangler would run it too, but keep what it says to itself.
	if (rawConfig.build?.command) await promisify(exec)(rawConfig.build.command, { cwd: ROOT });
	const config = {
		...rawConfig,
		main: resolve(ROOT, rawConfig.main ?? ""),
		assets: { ...rawConfig.assets, directory: resolve(ROOT, rawConfig.assets?.directory ?? "") },
		build: undefined,
		// Secrets are among these, and a name may stand in one place only.
		vars,
		secrets: undefined,
		// Ways to Falcosidekick that exist at Cloudflare alone; Wrangler would want to log in there.
		vpc_services: undefined,
		mtls_certificates: undefined,
	};
	return createTestHarness({ root, workers: [{ config }] });
}
