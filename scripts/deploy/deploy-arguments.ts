/** What `wrangler deploy` is called with, as far as it matters here. */
export interface DeployArguments {
	/** All of it, for Wrangler. */
	readonly all: readonly string[];
	readonly isDry: boolean;
	/** Whether Wrangler is to make an account for the occasion. */
	readonly isTemporary: boolean;
	/** The configuration file, where it is not wrangler.toml. */
	readonly config: string | undefined;
	/** Whether secrets are given already. */
	readonly hasSecretsFile: boolean;
	/** What says which Worker is meant, for other commands of Wrangler's. */
	readonly which: readonly string[];
}

/** Options of Wrangler's that say which Worker is meant, and their short forms. */
const WHICH: Readonly<Record<string, string>> = {
	"--name": "--name",
	"--config": "--config",
	"-c": "--config",
	"--env": "--env",
	"-e": "--env",
	"--profile": "--profile",
};

/** Reads Wrangler's options without knowing all of them. */
export function readDeployArguments(all: readonly string[]): DeployArguments {
	const which = new Map<string, string>();
	for (const [at, argument] of all.entries()) {
		const [, option = argument, value = all[at + 1]] = /^(--?[\w-]+)=(.*)$/.exec(argument) ?? [];
		const name = WHICH[option];
		if (name !== undefined && value !== undefined) which.set(name, value);
	}
	return {
		all,
		isDry: all.some((argument) => /^--dry-run(=true)?$/.test(argument)),
		isTemporary: all.some((argument) => /^--temporary(=true)?$/.test(argument)),
		config: which.get("--config"),
		hasSecretsFile: all.some((argument) => /^--secrets-file(=|$)/.test(argument)),
		which: [...which].flat(),
	};
}
