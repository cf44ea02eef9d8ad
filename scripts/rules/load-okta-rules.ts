import { SingleBar } from "cli-progress";
import type { FalcoConfig } from "../../src/falco/config.ts";
import { type LoadResult, load } from "../../src/falco/load.ts";
import type { RulesFile } from "../../src/falco/rules/context.ts";
import { OKTA_FIELDS, SCOPING } from "../../src/okta/fields.ts";

/** The field by which rules are sorted: an event meets only those that its type can make true. */
export const INDEX_FIELD = SCOPING.indexField;

/** What `required_engine_version` is held against: the engine of Falco 0.44.0. */
const ENGINE_VERSION = "0.63.0";
/** What `required_plugin_versions` is held against: the plugins whose fields these are. */
const PLUGIN_VERSIONS = { okta: "0.12.0", json: "0.7.4" };

/** So many rules take long enough for somebody to wonder. */
const MANY = 1_000;

/** Loads rules for Okta's events; a terminal is shown how far it has come with many. */
export function loadOktaRules(files: readonly RulesFile[], config: FalcoConfig): LoadResult {
	const bar = new SingleBar({ format: "{bar} {value}/{total} rules", clearOnComplete: true, hideCursor: true });
	const progress = (compiled: number, total: number) => {
		if (total < MANY) return;
		if (compiled === 1) bar.start(total, 0);
		bar.update(compiled);
	};
	try {
		return load({
			files,
			config,
			fields: OKTA_FIELDS,
			source: "okta",
			indexField: INDEX_FIELD,
			plugins: PLUGIN_VERSIONS,
			engineVersion: ENGINE_VERSION,
			...(process.stderr.isTTY && { progress }),
		});
	} finally {
		bar.stop();
	}
}
