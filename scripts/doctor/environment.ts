import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import type { Unstable_RawConfig } from "wrangler";
import { readWranglerConfig } from "../wrangler/wrangler-config.ts";

/** What this folder configures: wrangler.toml or another such file, and .dev.vars where there is one. */
export interface Environment {
	readonly folder: string;
	/** The file, as people call it. */
	readonly config: string;
	readonly wrangler: Unstable_RawConfig;
	/** Its variables. */
	readonly variables: Readonly<Record<string, unknown>>;
	/** Variables and secrets of .dev.vars; undefined when there is no such file. */
	readonly devVars: Readonly<Record<string, string>> | undefined;
	/** Whether Falcosidekick is reached through a binding. */
	readonly isBound: boolean;
}

/**
 * Reads the configuration; `config` is a path from the folder.
 * @throws Error that says in a line why that cannot be read
 */
export function readEnvironment(folder: string, config = "wrangler.toml"): Environment {
	const rawConfig = readWranglerConfig(resolve(folder, config));
	const file = join(folder, ".dev.vars");
	const bindings = [rawConfig.vpc_services, rawConfig.mtls_certificates, rawConfig.services].flatMap(
		(list) => list ?? [],
	);
	return {
		folder,
		config,
		wrangler: rawConfig,
		variables: rawConfig.vars ?? {},
		devVars: existsSync(file) ? withoutUndefined(parseEnv(readFileSync(file, "utf8"))) : undefined,
		isBound: bindings.some(({ binding }) => binding === "FALCOSIDEKICK"),
	};
}

function withoutUndefined(record: NodeJS.Dict<string>): Record<string, string> {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value ?? ""]));
}
