import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";

const ENTRY = z.object({ type: z.literal("deploy"), targets: z.array(z.string()).nullish() });

/**
 * The address at which a Worker was deployed, from what `wrangler deploy` wrote to WRANGLER_OUTPUT_FILE_PATH: a domain of
 * its own before workers.dev. Undefined when there is none in it.
 */
export function deployedUrl(file: string): URL | undefined {
	if (!existsSync(file)) return undefined;
	const targets = readFileSync(file, "utf8")
		.split("\n")
		.flatMap((line) => ENTRY.safeParse(parse(line)).data?.targets ?? []);
	const domain = targets
		.map((target) => /^([\w.-]+) \(custom domain/.exec(target)?.[1])
		.find((host) => host !== undefined);
	return (
		URL.parse(
			domain === undefined ? (targets.find((target) => target.startsWith("https://")) ?? "") : `https://${domain}`,
		) ?? undefined
	);
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
