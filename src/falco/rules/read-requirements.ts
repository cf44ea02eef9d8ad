import { type Context, within } from "./context.ts";
import { type Item, parseUint32, readText, warnUnknownKeys } from "./decode.ts";
import type { Definition, PluginRequirement, Version } from "./definition.ts";
import { parseVersion } from "./version.ts";
import type { YamlNode } from "./yaml.ts";

/** First stage, `required_engine_version`: a whole number N for 0.N.0, or a version. */
export function* readEngineVersion(item: Item, parent: Context): Generator<Definition> {
	const context = within(parent, "required_engine_version", item.map);
	const text = readText({ ...item, context }, "required_engine_version", "required");
	if (text !== undefined) {
		const version = parseEngineVersion(text);
		if (version !== undefined) yield { kind: "required_engine_version", version, context };
		else {
			const message = `Unable to parse engine version '${text}' as a semver string. Expected "x.y.z" semver format.`;
			item.report.error("LOAD_ERR_YAML_VALIDATE", message, context);
		}
	}
	warnUnknownKeys({ ...item, context }, ["required_engine_version"]);
}

function parseEngineVersion(text: string): Version | undefined {
	const minor = parseUint32(text);
	return minor === undefined ? parseVersion(text) : [0, minor, 0];
}

/** First stage, `required_plugin_versions`: plugins, each with others that will do as well. */
export function* readPluginVersions(item: Item, parent: Context): Generator<Definition> {
	const value = item.map.get("required_plugin_versions") ?? item.map;
	const context = within(parent, "required plugin versions", value);
	if (value.kind !== "sequence") {
		item.report.error("LOAD_ERR_YAML_VALIDATE", "Value of required_plugin_versions must be a sequence", context);
		return;
	}
	for (const node of value.items) {
		const requirement = readPlugin(item, node, context);
		if (requirement !== undefined) yield requirement;
	}
	warnUnknownKeys({ ...item, context }, ["required_plugin_versions"]);
}

type Alternative = PluginRequirement["alternatives"][number];

function readPlugin(item: Item, node: YamlNode, parent: Context): PluginRequirement | undefined {
	const entry = readAlternative(item, node, parent, "required plugin versions entry");
	if (entry === undefined || node.kind !== "map") return undefined;
	const { context, ...first } = entry;
	const alternatives: Alternative[] = [first];
	const value = node.get("alternatives");
	if (value !== undefined && value.kind !== "sequence") {
		item.report.error("LOAD_ERR_YAML_VALIDATE", "Value of plugin version alternatives must be a sequence", context);
		return undefined;
	}
	for (const alternative of value?.items ?? []) {
		const read = readAlternative(item, alternative, context, "required plugin versions alternative");
		if (read === undefined) return undefined;
		alternatives.push({ name: read.name, version: read.version });
	}
	return { kind: "required_plugin_versions", alternatives, context };
}

const NOT_A_MAP = {
	"required plugin versions entry": "Plugin version must be a mapping",
	"required plugin versions alternative": "Plugin version alternative must be a mapping",
} as const;

function readAlternative(
	item: Item,
	node: YamlNode,
	parent: Context,
	itemType: keyof typeof NOT_A_MAP,
): (Alternative & { context: Context }) | undefined {
	const unnamed = within(parent, itemType, node);
	if (node.kind !== "map") {
		item.report.error("LOAD_ERR_YAML_VALIDATE", NOT_A_MAP[itemType], unnamed);
		return undefined;
	}
	const name = readText({ ...item, map: node, context: unnamed }, "name", "required");
	if (name === undefined) return undefined;
	const context = within(parent, itemType, node, name);
	const version = readText({ ...item, map: node, context }, "version", "required");
	return version === undefined ? undefined : { name, version, context };
}
