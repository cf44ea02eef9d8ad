import type { FalcoConfig } from "../../src/falco/config.ts";
import { type LoadResult, load } from "../../src/falco/load.ts";
import type { RulesFile } from "../../src/falco/rules/context.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";

/** The field by which rules are sorted: an event meets only those that its type can make true. */
export const INDEX_FIELD = "okta.evt.type";

/** What `required_engine_version` is held against: the engine of Falco 0.44.0. */
const ENGINE_VERSION = "0.63.0";
/** What `required_plugin_versions` is held against: the plugins whose fields these are. */
const PLUGIN_VERSIONS = { okta: "0.12.0", json: "0.7.4" };

/** Loads rules for Okta's events. */
export function loadOktaRules(files: readonly RulesFile[], config: FalcoConfig): LoadResult {
	return load({
		files,
		config,
		fields: OKTA_FIELDS,
		source: "okta",
		indexField: INDEX_FIELD,
		plugins: PLUGIN_VERSIONS,
		engineVersion: ENGINE_VERSION,
	});
}
