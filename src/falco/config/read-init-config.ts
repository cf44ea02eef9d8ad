import { within } from "../rules/context.ts";
import { type Item, readScalar, readUint32, warnUnknownKeys } from "../rules/decode.ts";
import type { YamlMap, YamlNode } from "../rules/yaml.ts";

/** What a plugin's `init_config` may set here: whole numbers, each within bounds that count themselves. */
export interface PluginSettings {
	/** The plugin's name, as Falco knows it. */
	readonly name: string;
	readonly settings: Readonly<Record<string, { readonly min: number; readonly max: number }>>;
	/** Further keys of its `init_config`, which mean nothing here. */
	readonly others: readonly string[];
}

/** What of `plugins` is the `init_config` of one plugin; entries of others may say what they like. */
export function readInitConfig(item: Item, key: string, plugin: PluginSettings): Record<string, number> | undefined {
	const { map, context, report } = item;
	const value = map.get(key);
	if (value?.kind !== "sequence") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a sequence", within(context, "value for", value ?? map, key));
		return undefined;
	}
	const settings: Record<string, number> = {};
	for (const entry of value.items) {
		if (entry.kind !== "map") {
			report.error(
				"LOAD_ERR_YAML_VALIDATE",
				"Entry of plugins must be a mapping",
				within(context, "value for", entry, key),
			);
		} else if (isOf(plugin.name, entry)) {
			Object.assign(
				settings,
				readSettings({ ...item, map: entry, context: within(context, "value for", entry, key) }, plugin),
			);
		}
	}
	return settings;
}

function isOf(name: string, entry: YamlMap): boolean {
	const given = entry.get("name");
	return given?.kind === "scalar" && given.text === name;
}

function readSettings(item: Item, { settings, others }: PluginSettings): Record<string, number> {
	const value = item.map.get("init_config");
	if (value === undefined || isEmpty(value)) return {};
	const place = within(item.context, "value for", value, "init_config");
	if (value.kind !== "map") {
		const hint = "write {key: value}: the form as one text is not read here";
		item.report.error("LOAD_ERR_YAML_VALIDATE", "init_config must be a mapping", place, hint);
		return {};
	}
	const inner = { ...item, map: value, context: place };
	warnUnknownKeys(inner, [...Object.keys(settings), ...others]);
	const read = Object.keys(settings).flatMap((key) => {
		const number = readWithin(inner, key, settings[key]);
		return number === undefined ? [] : [[key, number] as const];
	});
	return Object.fromEntries(read);
}

function isEmpty(value: YamlNode): boolean {
	return value.kind === "null" || (value.kind === "scalar" && value.text === "");
}

function readWithin(item: Item, key: string, bounds = { min: 0, max: 0 }): number | undefined {
	const number = readUint32(item, key, "optional");
	if (number === undefined || (number >= bounds.min && number <= bounds.max)) return number;
	const place = within(item.context, "value for", readScalar(item, key, "optional") ?? item.map, key);
	item.report.error("LOAD_ERR_YAML_VALIDATE", `${key} must be from ${bounds.min} to ${bounds.max}`, place);
	return undefined;
}
