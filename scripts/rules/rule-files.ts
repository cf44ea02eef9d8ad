import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readConfig } from "../../src/falco/config/read.ts";
import { DEFAULT_CONFIG, type FalcoConfig } from "../../src/falco/config.ts";
import type { Diagnostic } from "../../src/falco/diagnostic.ts";
import type { RulesFile } from "../../src/falco/rules/context.ts";
import { PLUGIN_SETTINGS } from "../../src/okta/mfa-counters.ts";
import { callerPath } from "../caller-path.ts";

/** The configuration that names the project's own rules. */
export const CONFIG_FILE = join(import.meta.dirname, "..", "..", "rules", "falco.yaml");

/** What there is to load, read from disk. Files are named as a person in this folder would name them. */
export interface RuleFiles {
	readonly files: readonly RulesFile[];
	readonly config: FalcoConfig;
	/** What is wrong with the configuration itself. */
	readonly diagnostics: readonly Diagnostic[];
	/** All texts by name, for showing the lines that diagnostics are about. */
	readonly texts: ReadonlyMap<string, string>;
	/** Keys of Falco's configuration that mean nothing here. */
	readonly ignored: readonly string[];
}

/** A file that cannot be read, or a configuration that cannot be used. */
export class UnreadableFile extends Error {
	override readonly name = "UnreadableFile";
}

/**
 * Reads the rule files that a configuration names, relative to it.
 * @throws UnreadableFile
 */
export function readConfiguredFiles(configFile: string = CONFIG_FILE): RuleFiles {
	const file = readText(callerPath(configFile));
	const { config, diagnostics, ignored } = readConfig(file, PLUGIN_SETTINGS);
	const usable = config ?? DEFAULT_CONFIG;
	const folder = dirname(callerPath(configFile));
	const files = usable.rulesFiles.flatMap((path) => expand(resolve(folder, path))).map(readText);
	if (config !== undefined && files.length === 0) {
		throw new UnreadableFile(`${file.name}: rules_files names no files of rules`);
	}
	return { files, config: usable, diagnostics, ignored, texts: textsOf([file, ...files]) };
}

/**
 * Reads the rule files that were named, with Falco's defaults for all else.
 * @throws UnreadableFile
 */
export function readNamedFiles(paths: readonly string[]): RuleFiles {
	const files = paths.map(callerPath).flatMap(expand).map(readText);
	if (files.length === 0) throw new UnreadableFile(`${paths.join(", ")}: there are no YAML files in it`);
	return { files, config: DEFAULT_CONFIG, diagnostics: [], ignored: [], texts: textsOf(files) };
}

/** A file as it is; of a folder the YAML files directly in it and links to such, by name, as Falco takes them. */
function expand(path: string): string[] {
	if (!attempt(path, () => statSync(path)).isDirectory()) return [path];
	return attempt(path, () => readdirSync(path))
		.filter((name) => /\.ya?ml$/.test(name))
		.map((name) => join(path, name))
		.filter((file) => attempt(file, () => statSync(file, { throwIfNoEntry: false }))?.isFile())
		.sort();
}

/** Refuses other bytes: what stands for them would be compared with events, and never match. */
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readText(path: string): RulesFile {
	const fromHere = relative(callerPath("."), path);
	const name = fromHere.startsWith("..") ? path : fromHere;
	return { name, text: attempt(path, () => UTF_8.decode(readFileSync(path))) };
}

function attempt<Result>(path: string, read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		throw new UnreadableFile(`${path}: ${REASONS[code] ?? String(error)}`);
	}
}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: "there is no such file",
	EACCES: "it may not be read",
	EISDIR: "it is a folder",
	ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8 text; save it in this encoding",
};

function textsOf(files: readonly RulesFile[]): Map<string, string> {
	return new Map(files.map(({ name, text }) => [name, text]));
}
