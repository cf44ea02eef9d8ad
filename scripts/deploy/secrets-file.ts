import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** A file of secrets for `wrangler deploy --secrets-file`, which its owner alone can read. */
export interface SecretsFile {
	readonly path: string;
	/** Removes it. It is gone when the process ends, too, however it does. */
	readonly remove: () => void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Writes secrets by name. JSON, because Wrangler replaces `$NAME` in files of the other kind. */
export function writeSecretsFile(secrets: Readonly<Record<string, string>>): SecretsFile {
	const folder = mkdtempSync(join(tmpdir(), "okta-falco-secrets-"));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	// A signal reaches Wrangler as well: when that has ended, this process goes on to its own end.
	const wait = () => {};
	for (const signal of SIGNALS) process.on(signal, wait);
	process.once("exit", remove);
	const path = join(folder, "secrets.json");
	writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
	return {
		path,
		remove: () => {
			remove();
			process.off("exit", remove);
			for (const signal of SIGNALS) process.off(signal, wait);
		},
	};
}
