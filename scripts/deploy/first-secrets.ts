import process from "node:process";
import { askSecret, canAsk } from "../hook/ask.ts";
import type { WorkerSecrets } from "./worker-secrets.ts";

/**
 * The secrets that must come with this deployment: those that wrangler.toml requires and the Worker has not got, from the
 * environment or from whoever sits there. What the Worker has is left alone.
 * @throws Error when there is one that nobody gives, with what to do about it
 */
export async function firstSecrets(
	required: readonly string[],
	secrets: WorkerSecrets,
	which: readonly string[],
): Promise<Record<string, string>> {
	if (secrets.kind === "unknown" || secrets.kind === "no account") return {};
	const names = secrets.kind === "known" ? secrets.names : new Set<string>();
	const given: Record<string, string> = {};
	for (const name of required.filter((name) => !names.has(name))) {
		const value =
			process.env[name]?.trim() || (canAsk() ? await askSecret(`${name}, for the Worker to have`, name) : "");
		if (value === "") throw new Error(missing(name, secrets, which));
		given[name] = value;
	}
	return given;
}

const RANDOM = "openssl rand -base64 48";

/** What makes a secret that is not somebody else's to give. */
const MADE_BY: Readonly<Record<string, string>> = {
	OKTA_HOOK_SECRET: RANDOM,
	OKTA_HOOK_SECRET_2: RANDOM,
	OKTA_HOOK_JWKS: "npm run --silent hook -- keygen --out hook-key.jwk",
	ADMIN_TOKEN: RANDOM,
};

function missing(name: string, { kind }: WorkerSecrets, which: readonly string[]): string {
	const put = ["npx wrangler secret put", name, ...which].join(" ");
	const isFirst = kind === "no Worker";
	const made = MADE_BY[name];
	return `The Worker needs the secret ${name}, and ${isFirst ? "is not there yet" : "has not got it"}: \
set ${name} in the environment${made === undefined ? "" : ` (${made} makes one)`} and deploy again${isFirst ? "" : `, or: ${put}`}`;
}
