import { DEFAULT_CONFIG, type FalcoConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { AlertSettings } from "../rule-set.ts";
import { type Context, fileContext, type RulesFile, within } from "../rules/context.ts";
import { didYouMean, type Item, readBoolean, readText, readTexts } from "../rules/decode.ts";
import { createBudgets } from "../rules/limits.ts";
import { readPriority } from "../rules/read-priority.ts";
import { Report } from "../rules/report.ts";
import { parseYaml, type YamlMap, type YamlNode } from "../rules/yaml.ts";
import { FALCO_ONLY_KEYS } from "./falco-only-keys.ts";
import { readAppendOutput } from "./read-append-output.ts";
import { type PluginSettings, readInitConfig } from "./read-init-config.ts";
import { readSelections } from "./read-selections.ts";
import { readStorm } from "./read-storm.ts";

export interface ConfigResult {
	/** Undefined when something is wrong with it. */
	readonly config: FalcoConfig | undefined;
	readonly diagnostics: readonly Diagnostic[];
	/** Keys of Falco's configuration that are there and mean nothing here. */
	readonly ignored: readonly string[];
}

/** Reads one key of the configuration; undefined leaves the default. */
type ReadKey = (item: Item, key: string, plugin: PluginSettings) => Partial<FalcoConfig> | undefined;

const RULE_MATCHING = ["first", "all"] as const;
const STATIC_FIELD_NAME = /^[a-zA-Z][a-zA-Z0-9_]*$/;

/** The keys that mean something, with what reads them. */
const READERS: Readonly<Record<string, ReadKey>> = {
	rules_files: (item, key) => defined("rulesFiles", readTexts(item, key, "optional")),
	rules: (item, key) => defined("rules", readSelections(item, key)),
	priority: (item) => defined("priority", readPriority(item)),
	rule_matching: (item, key) => defined("ruleMatching", readRuleMatching(item, key)),
	append_output: (item, key) => defined("appendOutput", readAppendOutput(item, key)),
	static_fields: (item, key) => defined("staticFields", readStaticFields(item, key)),
	plugins: (item, key, plugin) => defined("initConfig", readInitConfig(item, key, plugin)),
	storm_control: (item, key) => defined("storm", readStorm(item, key)),
};

/** The switches among them. */
const SWITCHES: Readonly<Record<string, keyof AlertSettings>> = {
	time_format_iso_8601: "timeFormatIso8601",
	json_include_message_property: "includeMessage",
	json_include_output_property: "includeOutput",
	json_include_output_fields_property: "includeOutputFields",
	json_include_tags_property: "includeTags",
};

/** The keys of `falco.yaml` that mean something. */
export const CONFIG_KEYS: readonly string[] = [...Object.keys(READERS), ...Object.keys(SWITCHES)];

/**
 * The text of `falco.yaml` → what of it means something here; the keys are Falco's own. A key without a value counts
 * as absent. `plugin` is what `plugins` may set. Never throws.
 */
export function readConfig(file: RulesFile, plugin: PluginSettings): ConfigResult {
	const report = new Report();
	const context = fileContext(file, "configuration");
	const { documents, problems } = parseYaml(file.text);
	for (const { message, at, hint } of problems) {
		report.error("LOAD_ERR_YAML_PARSE", message, within(context, "value for", at), hint);
	}
	const [document, ...more] = documents.filter(({ kind }) => kind !== "null");
	for (const { at } of more) {
		report.error(
			"LOAD_ERR_YAML_VALIDATE",
			"The configuration is one document, not several",
			within(context, "value for", at),
		);
	}
	if (document !== undefined && document.kind !== "map") {
		const message = "The configuration must be a mapping of keys to values";
		report.error("LOAD_ERR_YAML_VALIDATE", message, within(context, "value for", document));
	}
	const { config, ignored } = document?.kind === "map" ? readKeys(document, context, report, plugin) : EMPTY;
	return { config: report.errors > 0 ? undefined : config, diagnostics: report.diagnostics, ignored };
}

const EMPTY = { config: DEFAULT_CONFIG, ignored: [] };

function readKeys(
	map: YamlMap,
	context: Context,
	report: Report,
	plugin: PluginSettings,
): { config: FalcoConfig; ignored: string[] } {
	const item: Item = { map, context, report, budgets: createBudgets() };
	const ignored: string[] = [];
	const seen = new Set<string>();
	let config = DEFAULT_CONFIG;
	for (const { key: node, value } of map.entries) {
		const key = node.kind === "scalar" ? node.text : "";
		const place = within(context, "value for", node, key);
		if (seen.has(key)) report.warning("LOAD_UNKNOWN_KEY", `Key '${key}' is given again; only the first counts.`, place);
		else if (FALCO_ONLY_KEYS.includes(key)) ignored.push(key);
		else if (!CONFIG_KEYS.includes(key)) warnUnknownKey(key, place, report);
		else if (value.kind !== "null") config = { ...config, ...readKey(item, key, value, config, plugin) };
		seen.add(key);
	}
	return { config, ignored };
}

function readKey(
	item: Item,
	key: string,
	value: YamlNode,
	config: FalcoConfig,
	plugin: PluginSettings,
): Partial<FalcoConfig> | undefined {
	for (const node of nodesIn(value)) warnVariables(item, key, node);
	const setting = SWITCHES[key];
	if (setting === undefined) return READERS[key]?.(item, key, plugin);
	const on = readBoolean(item, key, "optional");
	if (setting === "includeOutputFields" && on === false) {
		const message =
			"Alerts will have no output_fields, without which programs that read them, Falcosidekick for one, refuse them all.";
		item.report.warning("LOAD_WARNING_EXTENSION", message, within(item.context, "value for", value, key));
	}
	return on === undefined ? undefined : { alert: { ...config.alert, [setting]: on } };
}

function readRuleMatching(item: Item, key: string): FalcoConfig["ruleMatching"] | undefined {
	const text = readText(item, key, "optional");
	if (text === undefined) return undefined;
	const matching = RULE_MATCHING.find((each) => each === text.toLowerCase());
	if (matching === undefined) {
		const place = within(item.context, "value for", item.map.get(key) ?? item.map, key);
		item.report.error("LOAD_ERR_YAML_VALIDATE", `Invalid rule_matching '${text}'`, place, "it is first or all");
	}
	return matching;
}

function readStaticFields({ map, context, report }: Item, key: string): Record<string, string> | undefined {
	const value = map.get(key);
	const place = within(context, "value for", value ?? map, key);
	if (value?.kind !== "map") {
		report.error("LOAD_ERR_YAML_VALIDATE", "static_fields must be a mapping of names to texts", place);
		return undefined;
	}
	const fields: [string, string][] = [];
	for (const { key: name, value: text } of value.entries) {
		if (name.kind !== "scalar" || !STATIC_FIELD_NAME.test(name.text)) {
			const message = "The name of a static field is letters, digits and '_', a letter first";
			report.error("LOAD_ERR_YAML_VALIDATE", message, within(place, "value for", name));
		} else if (text.kind !== "scalar") {
			report.error(
				"LOAD_ERR_YAML_VALIDATE",
				"Value is not a scalar value",
				within(place, "value for", text, name.text),
			);
		} else {
			fields.push([name.text, text.text]);
		}
	}
	return Object.fromEntries(fields.reverse());
}

/** Falco would put in variables of its environment; rules that are built once for all places have none. */
function warnVariables({ context, report }: Item, key: string, value: YamlNode): void {
	const text = value.kind === "scalar" ? value.text : "";
	if (text.includes("${")) {
		const message = `'${text}' is taken as it stands: variables of the environment are not put in.`;
		report.warning("LOAD_WARNING_EXTENSION", message, within(context, "value for", value, key));
	}
}

function warnUnknownKey(key: string, place: Context, report: Report): void {
	const hint = () => didYouMean(key, [...CONFIG_KEYS, ...FALCO_ONLY_KEYS]);
	report.warning("LOAD_UNKNOWN_KEY", `Unknown key '${key}'. The key will be ignored.`, place, hint);
}

function defined<Key extends keyof FalcoConfig>(
	key: Key,
	value: FalcoConfig[Key] | undefined,
): Partial<FalcoConfig> | undefined {
	return value === undefined ? undefined : { [key]: value };
}

/** A node and all within it, each once: aliases may lead back. */
function nodesIn(node: YamlNode): Set<YamlNode> {
	const found = new Set([node]);
	for (const each of found) {
		if (each.kind === "sequence") for (const item of each.items) found.add(item);
		if (each.kind === "map") for (const { value } of each.entries) found.add(value);
	}
	return found;
}
