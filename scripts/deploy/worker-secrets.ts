import * as z from "zod";
import { runWrangler } from "../wrangler/run-wrangler.ts";

/** The names of the Worker's secrets, as Wrangler knows them. */
export type WorkerSecrets =
	| { readonly kind: "known"; readonly names: ReadonlySet<string> }
	/** There is no such Worker yet. */
	| { readonly kind: "no Worker" }
	/** Wrangler may not ask Cloudflare: nobody is logged in, or it is not clear which account is meant. */
	| { readonly kind: "no account"; readonly reason: string }
	/** Wrangler could not say. */
	| { readonly kind: "unknown"; readonly reason: string };

const LIST = z.array(z.object({ name: z.string() }));

/** Asks Cloudflare; `which` says which Worker, in Wrangler's options. */
export async function workerSecrets(which: readonly string[]): Promise<WorkerSecrets> {
	const { status, stdout, stderr } = await runWrangler(["secret", "list", "--format", "json", ...which]);
	if (status === 0) {
		const list = LIST.safeParse(parse(stdout));
		if (list.success) return { kind: "known", names: new Set(list.data.map(({ name }) => name)) };
	}
	const said = `${stdout}\n${stderr}`;
	if (/Worker "[^"]*" not found|code: 10007/.test(said)) return { kind: "no Worker" };
	const lines = said.split("\n").map((line) => line.trim());
	const reason = (lines.find((line) => /error/i.test(line)) ?? lines.find(Boolean) ?? "no reason").replace(
		/^\W*\[ERROR\]\s*/,
		"",
	);
	return {
		kind: /CLOUDFLARE_API_TOKEN|CLOUDFLARE_ACCOUNT_ID|more than one account/i.test(reason) ? "no account" : "unknown",
		reason,
	};
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}
