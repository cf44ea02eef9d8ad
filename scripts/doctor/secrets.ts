import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { Environment } from "./environment.ts";
import type { Finding } from "./finding.ts";

const SECRETS = z.array(z.object({ name: z.string() })).transform((list) => list.map(({ name }) => name));

/** Wrangler logs in, or finds out that it has not, within this time, in milliseconds. */
const PATIENCE = 30_000;

/** The names of the deployed Worker's secrets, as Wrangler tells them; undefined when it is not logged in. */
export async function listSecrets({ folder, config }: Environment): Promise<readonly string[] | undefined> {
	const wrangler = fileURLToPath(import.meta.resolve("wrangler"));
	const env = {
		...process.env,
		WRANGLER_HIDE_BANNER: "true",
		WRANGLER_SEND_METRICS: "false",
		WRANGLER_WRITE_LOGS: "false",
	};
	try {
		const args = [wrangler, "secret", "list", "--format", "json", "--config", config];
		const { stdout } = await promisify(execFile)(execPath, args, { cwd: folder, env, timeout: PATIENCE });
		return SECRETS.parse(JSON.parse(stdout));
	} catch {
		return undefined;
	}
}

/** Whether what lets Okta in, and what opens the operators' doors, is there. */
export function checkSecrets(secrets: readonly string[] | undefined, { wrangler, config }: Environment): Finding[] {
	if (secrets === undefined) {
		return [
			{
				name: "secrets",
				state: "skipped",
				found: "Wrangler is not logged in, or knows no Worker of this name",
				todo: "npx wrangler login, and have the Worker deployed",
			},
		];
	}
	const letsOktaIn = ["OKTA_HOOK_SECRET", "OKTA_HOOK_JWKS"].filter((name) => secrets.includes(name));
	const missing = (wrangler.secrets?.required ?? []).filter((name) => !secrets.includes(name));
	return [
		letsOktaIn.length > 0
			? { name: "secrets", state: "ok", found: `there are ${secrets.toSorted().join(", ")}` }
			: missingSecret("OKTA_HOOK_SECRET", "nor is OKTA_HOOK_JWKS: no delivery is taken", config),
		...missing
			.filter((name) => name !== "OKTA_HOOK_SECRET" || letsOktaIn.length > 0)
			.map((name) => missingSecret(name, `though ${config} requires it`, config)),
	];
}

function missingSecret(name: string, consequence: string, config: string): Finding {
	const which = config === "wrangler.toml" ? "" : ` --config ${config}`;
	const todo = `npx wrangler secret put ${name}${which}`;
	return { name, state: "failed", found: `is not set, ${consequence}`, todo };
}
