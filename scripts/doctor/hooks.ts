import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { z } from "zod";
import { AMISS } from "../hook/command.ts";
import type { Finding } from "./finding.ts";

const STATUS = z.object({
	hooks: z.array(z.unknown()),
	faults: z.array(z.string()),
	missing: z.array(z.string()),
});

const NAME = "event hooks";

/** What may open Okta's API (`hook status --help`). */
const CREDENTIALS = ["OKTA_API_TOKEN", "OKTA_CLIENT_ID"];

/**
 * Whether Okta has event hooks for a Worker that are active, verified and carry what the rules need: as `hook status` sees it,
 * with the credentials of `env`. `org`: the org's address as the Worker has it; empty where it has none.
 */
export async function checkHooks(folder: string, url: URL, org: string, env: NodeJS.ProcessEnv): Promise<Finding> {
	if (!CREDENTIALS.some((name) => env[name])) {
		const todo = "set OKTA_API_TOKEN, or OKTA_CLIENT_ID and OKTA_PRIVATE_KEY, for Okta to be asked";
		return { name: NAME, state: "skipped", found: "whether they are verified only Okta knows", todo };
	}
	const { status, stdout, stderr } = await hookStatus(folder, new URL("okta/events", url), org, env);
	const told = status === 0 || status === AMISS ? STATUS.parse(JSON.parse(stdout)) : undefined;
	if (told === undefined) return { name: NAME, state: "failed", found: stderr.trim().replace(/^error: /, "") };
	const missing =
		told.missing.length === 0 ? [] : [`${told.missing.length} event types that rules need are not carried`];
	const faults = told.hooks.length === 0 ? told.faults : [...told.faults, ...missing];
	if (faults.length > 0) {
		return { name: NAME, state: "failed", found: faults.join("; "), todo: "npm run hook -- status" };
	}
	const count = told.hooks.length === 1 ? "one, active and verified" : `${told.hooks.length}, all active and verified`;
	return { name: NAME, state: "ok", found: `${count}, with all that the rules need` };
}

interface Run {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

function hookStatus(folder: string, url: URL, org: string, env: NodeJS.ProcessEnv): Promise<Run> {
	const args = ["scripts/hook.ts", "status", "--json", "--url", url.href, ...(org === "" ? [] : ["--org", org])];
	const { promise, resolve } = Promise.withResolvers<Run>();
	execFile(execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
		// Where it could not be run at all the code is a word.
		resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr: stderr || (error?.message ?? "") });
	});
	return promise;
}
