import type { AppendedField, AppendOutput } from "../rules/append-output.ts";
import { type Context, within } from "../rules/context.ts";
import { type Item, readBoolean, readText, readTexts, warnUnknownKeys } from "../rules/decode.ts";
import type { YamlNode } from "../rules/yaml.ts";

const KEYS = ["match", "extra_output", "extra_fields", "suggested_output"] as const;
const MATCH_KEYS = ["source", "rule", "tags"] as const;

/** `append_output`: a sequence of additions to outputs (falco configuration.h, `append_output_config`). */
export function readAppendOutput(item: Item, key: string): AppendOutput[] | undefined {
	const { map, context, report } = item;
	const value = map.get(key);
	const place = within(context, "value for", value ?? map, key);
	if (value?.kind === "sequence") return value.items.flatMap((node) => readEntry(item, node, place) ?? []);
	report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a sequence", place);
	return undefined;
}

function readEntry(parentItem: Item, node: YamlNode, parent: Context): AppendOutput | undefined {
	const context = within(parent, "value for", node);
	if (node.kind !== "map") {
		parentItem.report.error("LOAD_ERR_YAML_VALIDATE", "Entry of append_output must be a mapping", context);
		return undefined;
	}
	const item = { ...parentItem, map: node, context };
	warnUnknownKeys(item, KEYS);
	const extraOutput = readText(item, "extra_output", "optional");
	return {
		match: readMatch(item),
		...(extraOutput !== undefined && { extraOutput }),
		extraFields: readExtraFields(item),
		suggestedOutput: readBoolean(item, "suggested_output", "optional") ?? false,
		context: within(context, "value for", node.get("extra_output") ?? node, "extra_output"),
	};
}

function readMatch(item: Item): AppendOutput["match"] {
	const value = item.map.get("match");
	if (value === undefined || value.kind === "null") return {};
	const context = within(item.context, "value for", value, "match");
	if (value.kind !== "map") {
		item.report.error("LOAD_ERR_YAML_VALIDATE", "'match' must be a mapping", context);
		return {};
	}
	const match = { ...item, map: value, context };
	warnUnknownKeys(match, MATCH_KEYS);
	const source = readText(match, "source", "optional");
	const rule = readText(match, "rule", "optional");
	const tags = readTexts(match, "tags", "optional");
	return { ...(source !== undefined && { source }), ...(rule !== undefined && { rule }), ...(tags && { tags }) };
}

function readExtraFields(item: Item): AppendedField[] {
	const value = item.map.get("extra_fields");
	if (value === undefined || value.kind === "null") return [];
	const place = within(item.context, "value for", value, "extra_fields");
	if (value.kind !== "sequence") {
		item.report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a sequence", place);
		return [];
	}
	const templates = new Set<string>();
	const names = new Set<string>();
	return value.items.flatMap((node) => {
		const field = extraField(node);
		const context = within(place, "value for", node);
		if (field === undefined) {
			const hint = "an entry is the name of a field or {key: format}";
			item.report.error("LOAD_ERR_YAML_VALIDATE", "Entry of extra_fields is not usable", context, hint);
			return [];
		}
		const key = "field" in field ? field.field : field.key;
		// A name may be repeated, a format may neither be nor stand in for a name.
		if (templates.has(key) || (!("field" in field) && names.has(key))) {
			item.report.error("LOAD_ERR_YAML_VALIDATE", `Extra field '${key}' is given twice`, context);
			return [];
		}
		("field" in field ? names : templates).add(key);
		return [{ ...field, context }];
	});
}

/** A field's name, or a map of one key to a format. */
function extraField(node: YamlNode): AppendedField | undefined {
	if (node.kind === "scalar" && node.text !== "") return { field: node.text };
	const [entry, ...more] = node.kind === "map" ? node.entries : [];
	if (entry === undefined || more.length > 0) return undefined;
	const { key, value } = entry;
	return key.kind === "scalar" && value.kind === "scalar" ? { key: key.text, format: value.text } : undefined;
}
