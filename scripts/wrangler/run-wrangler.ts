import { spawn } from "node:child_process";
import { join } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";

/** This project's folder, which wrangler.toml is in. */
export const ROOT = join(import.meta.dirname, "..", "..");

const WRANGLER = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");

export interface WranglerRun {
	/** The exit status; null when a signal ended it. */
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface WranglerOptions {
	/** What it reads from its standard input, such as a secret: it is on no command line then. */
	readonly input?: string;
	/** Environment variables beside this process's own. */
	readonly env?: Readonly<Record<string, string>>;
}

/** Runs this project's Wrangler and keeps what it says. */
export async function runWrangler(
	args: readonly string[],
	{ input = "", env }: WranglerOptions = {},
): Promise<WranglerRun> {
	const child = spawn(execPath, [WRANGLER, ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: "pipe" });
	// It may end without reading.
	child.stdin.on("error", () => {});
	child.stdin.end(input);
	const [status, stdout, stderr] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
	return { status, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
}

/** Runs this project's Wrangler with this process's terminal. The exit status; null when a signal ended it. */
export function runWranglerHere(
	args: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<number | null> {
	return ended(spawn(execPath, [WRANGLER, ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: "inherit" }));
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
}
