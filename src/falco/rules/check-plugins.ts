import type { PluginRequirement } from "./definition.ts";
import type { Report } from "./report.ts";
import { isCompatible, parseVersion } from "./version.ts";

/**
 * After all files: whether the plugins that they ask for are there (falco_engine.cpp, `check_plugin_requirements`).
 * Of each requirement the first plugin that is there decides.
 * @param plugins versions by name
 */
export function checkPlugins(
	requirements: readonly PluginRequirement[],
	plugins: Readonly<Record<string, string>>,
	report: Report,
): void {
	for (const { alternatives, context } of requirements) {
		const found = alternatives.find(({ name }) => Object.hasOwn(plugins, name));
		if (found === undefined) {
			const choices = alternatives.map(({ name, version }) => `${name} (>= ${version})`).join(", ");
			const message = `Plugin requirement not satisfied, must load one of: ${choices}`;
			report.error("LOAD_ERR_VALIDATE", message, context);
			continue;
		}
		const available = plugins[found.name] ?? "";
		const [version, required] = [available, found.version].map(parseVersion);
		if (version === undefined || required === undefined || isCompatible(version, required)) continue;
		const message = `Plugin '${found.name}' version '${available}' is not compatible with required plugin version '${found.version}'`;
		report.error("LOAD_ERR_VALIDATE", message, context);
	}
}
