import { spawn } from "node:child_process";
import { execPath } from "node:process";
import { ROOT } from "../wrangler/run-wrangler.ts";

/**
 * Whether Okta is known to push what the rules need; false where nobody can ask it from here. The org is the environment's,
 * or else that of the variables with which it was deployed.
 */
export async function isPushed(url: URL | undefined, variables: Readonly<Record<string, unknown>>): Promise<boolean> {
	const { OKTA_API_TOKEN, OKTA_CLIENT_ID } = process.env;
	if (url === undefined || (!OKTA_API_TOKEN && !OKTA_CLIENT_ID)) return false;
	const args = ["scripts/hook.ts", "status", "--json", "--url", new URL("okta/events", url).href];
	const env = { ...process.env, OKTA_ORG_URL: process.env.OKTA_ORG_URL || String(variables.OKTA_ORG_URL ?? "") };
	const child = spawn(execPath, args, { cwd: ROOT, env, stdio: "ignore" });
	return new Promise((resolve) => {
		child.on("error", () => resolve(false));
		child.on("close", (status) => resolve(status === 0));
	});
}
