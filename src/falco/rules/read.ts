import { type Context, fileContext, type RulesFile, within } from "./context.ts";
import type { Item } from "./decode.ts";
import type { Definition } from "./definition.ts";
import { type Budgets, LIMITS } from "./limits.ts";
import { readList } from "./read-list.ts";
import { readMacro } from "./read-macro.ts";
import { readEngineVersion, readPluginVersions } from "./read-requirements.ts";
import { readRule } from "./read-rule.ts";
import type { Report } from "./report.ts";
import { parseYaml, type YamlNode } from "./yaml.ts";

/** The kinds of items, in the order in which an item's keys are asked for them: the first that it has is its kind. */
const READERS: Readonly<Record<string, (item: Item, parent: Context) => Generator<Definition>>> = {
	required_engine_version: readEngineVersion,
	required_plugin_versions: readPluginVersions,
	list: readList,
	macro: readMacro,
	rule: readRule,
};

/**
 * First stage: the text of a file → its items (rule_loader_reader.cpp). It is a generator so that each item can be
 * collected before the next is read: that is the order in which Falco comes to problems.
 * @returns false when the text is no YAML, and nothing of it could be read
 */
export function* readFile(file: RulesFile, report: Report, budgets: Budgets): Generator<Definition, boolean> {
	const context = fileContext(file);
	if (file.text.length > LIMITS.fileLength) {
		report.error("LOAD_ERR_FILE_READ", `The file is longer than ${LIMITS.fileLength} characters`, context);
		return false;
	}
	const { documents, problems } = parseYaml(file.text);
	for (const { message, at, hint } of problems) {
		report.error("LOAD_ERR_YAML_PARSE", message, within(context, "value for", at), hint);
	}
	for (const document of documents) yield* readDocument(document, context, report, budgets);
	return problems.length === 0;
}

function* readDocument(document: YamlNode, context: Context, report: Report, budgets: Budgets): Generator<Definition> {
	if (document.kind === "null") return;
	if (document.kind !== "sequence") {
		const what = document.kind === "map" ? "yaml array of objects" : "yaml";
		const hint = "rules, macros and lists are items of a sequence: begin each with '- '";
		report.error("LOAD_ERR_YAML_VALIDATE", `Rules content is not ${what}`, context, hint);
		return;
	}
	for (const node of document.items) if (node.kind !== "null") yield* readItem(node, context, report, budgets);
}

function* readItem(map: YamlNode, parent: Context, report: Report, budgets: Budgets): Generator<Definition> {
	const context = within(parent, "rules content item", map);
	if (map.kind !== "map") {
		const message = "Unexpected element type. Each element should be a yaml associative array.";
		report.error("LOAD_ERR_YAML_VALIDATE", message, context);
		return;
	}
	for (const [key, read] of Object.entries(READERS)) {
		if (map.get(key) === undefined) continue;
		const itemType = key === "list" || key === "macro" || key === "rule" ? key : "rules content item";
		yield* read({ map, context: within(parent, itemType, map), report, budgets }, parent);
		return;
	}
	report.warning("LOAD_UNKNOWN_ITEM", "Unknown top level item", context);
}
