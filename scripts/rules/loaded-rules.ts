import type { LoadResult } from "../../src/falco/load.ts";
import { loadOktaRules } from "./load-okta-rules.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { type RuleFiles, readConfiguredFiles, readNamedFiles } from "./rule-files.ts";

/** Where rules come from: named files, or else a configuration. */
export interface RuleSource {
	readonly rules?: readonly string[];
	readonly config: string;
}

/** Rules that load, and what they were loaded from. */
export interface LoadedRules {
	readonly read: RuleFiles;
	readonly loaded: LoadResult;
}

/**
 * Loads rules for a command that needs them whole. What is wrong with them goes to standard error; undefined when
 * anything is.
 * @throws UnreadableFile
 */
export function loadRules({ rules, config }: RuleSource): LoadedRules | undefined {
	const read = rules === undefined ? readConfiguredFiles(config) : readNamedFiles(rules);
	const loaded = loadOktaRules(read.files, read.config);
	const errors = [...read.diagnostics, ...loaded.diagnostics].filter(({ severity }) => severity === "error");
	process.stderr.write(printDiagnostics(errors, { texts: read.texts, colour: process.stderr.hasColors?.() }));
	return errors.length > 0 ? undefined : { read, loaded };
}
