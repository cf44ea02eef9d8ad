import { spawn } from "node:child_process";
import { join } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { ROOT } from "../wrangler/run-wrangler.ts";

/** Something that must be right before anything is deployed. */
export interface Check {
	/** What is right when it succeeds. */
	readonly name: string;
	/** A script for Node, and its arguments. */
	readonly run: readonly [string, ...string[]];
}

const TSC = join("node_modules", "typescript", "bin", "tsc");

/**
 * In this order: the rules are built only when they load, and the types are checked with what was built. What operators set
 * in wrangler.toml is theirs: that worker-configuration.d.ts does not know it keeps nothing from being deployed.
 */
const CHECKS: readonly Check[] = [
	{ name: "the rules load", run: ["scripts/rules.ts", "check"] },
	{ name: "the rules are built", run: ["scripts/rules.ts", "build"] },
	{ name: "the types are right", run: [TSC, "-p", "src/falco"] },
	{ name: "the types are right with Cloudflare's", run: [TSC, "-p", "src"] },
];

/** Runs all checks; `tell` hears of each. False as soon as one fails, after what it said. */
export async function runChecks(tell: (line: string) => void, checks: readonly Check[] = CHECKS): Promise<boolean> {
	for (const { name, run } of checks) {
		const { status, said } = await runNode(run);
		if (status !== 0) {
			tell(said.trimEnd());
			tell(`✗ ${name}: no. Nothing was deployed.`);
			return false;
		}
		tell(`✓ ${name}`);
	}
	return true;
}

async function runNode(args: readonly string[]): Promise<{ status: number | null; said: string }> {
	const child = spawn(execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
	const ended = new Promise<number | null>((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
	const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
	return { status, said: `${stdout}${stderr}` };
}
