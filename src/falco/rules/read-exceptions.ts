import { type Context, within } from "./context.ts";
import { type Item, readText } from "./decode.ts";
import type { ExceptionDefinition, ExceptionEntry } from "./definition.ts";
import { LIMITS } from "./limits.ts";
import type { YamlMap, YamlNode, YamlSequence } from "./yaml.ts";

/** What Falco has for a value that is neither a text nor a list: nothing, or a map. */
const NO_TEXT: ExceptionEntry = { list: false, text: "" };
/** Lists within lists that have a meaning: values, tuples, cells. What is deeper is not looked at. */
const DEPTH = 3;

/**
 * First stage, the `exceptions` of a rule (rule_loader_reader.cpp). `append` says that they extend earlier ones, which
 * may then leave out their fields. Undefined when the rule has none; those with problems are not among them.
 */
export function readExceptions(item: Item, append: boolean): ExceptionDefinition[] | undefined {
	const { map, context, report } = item;
	const value = map.get("exceptions");
	if (value === undefined || value.kind === "null") return undefined;
	const place = within(context, "exceptions", value);
	if (value.kind !== "sequence") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Rule exceptions must be a sequence", place);
		return undefined;
	}
	const names = new Set<string>();
	return value.items.flatMap((node) => readException(item, node, place, { append, names }) ?? []);
}

function readException(
	item: Item,
	node: YamlNode,
	parent: Context,
	{ append, names }: { append: boolean; names: Set<string> },
): ExceptionDefinition | undefined {
	const { report } = item;
	const unnamed = within(parent, "exception", node);
	if (node.kind !== "map") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Rule exception must be a mapping", unnamed);
		return undefined;
	}
	const name = readText({ ...item, map: node, context: unnamed }, "name", "required");
	if (name === undefined) return undefined;
	const context = within(item.context, "exception", node, name);
	if (names.has(name)) {
		const message = `Multiple definitions of exception '${name}' in the same rule`;
		report.warning("LOAD_EXCEPTION_NAME_NOT_UNIQUE", message, context);
	}
	names.add(name);
	const errors = report.errors;
	if (!append && node.get("fields") === undefined) {
		report.error("LOAD_ERR_YAML_VALIDATE", "Item has no mapping for key 'fields'", context);
	}
	const fields = readPart(item, node, "fields", context);
	const comps = readPart(item, node, "comps", context);
	const values = readValues(item, node, context, append);
	return report.errors > errors ? undefined : { name, fields, comps, values, context };
}

function readPart(item: Item, map: YamlMap, key: "fields" | "comps", context: Context): ExceptionEntry | undefined {
	const value = map.get(key);
	if (value === undefined) return undefined;
	const entry = readEntry(item, value, within(context, "value for", value, key), 1);
	return (entry.list ? entry.entries.length > 0 : entry.text !== "") ? entry : undefined;
}

function readValues(item: Item, map: YamlMap, context: Context, append: boolean): ExceptionEntry[] {
	const { report } = item;
	const values = map.get("values");
	if (values === undefined) {
		if (append) {
			report.warning("LOAD_APPEND_NO_VALUES", "Overriding/appending exception with no values", context);
		}
		return [];
	}
	const place = within(context, "exception values", values);
	if (values.kind !== "sequence") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Rule exception values must be a sequence", place);
		return [];
	}
	return readEntries(item, values, place, "exception value", 1);
}

function readEntries(
	item: Item,
	sequence: YamlSequence,
	parent: Context,
	itemType: "exception" | "exception value",
	depth: number,
): ExceptionEntry[] {
	const entries: ExceptionEntry[] = [];
	for (const node of sequence.items) {
		if (!item.budgets.exceptionValues.spend(1)) {
			const message = `the exceptions of all rules have more than ${LIMITS.exceptionValues} values`;
			item.report.error("LOAD_ERR_VALIDATE", message, parent);
			break;
		}
		const place = within(parent, itemType, node);
		entries.push(readEntry(item, node, within(place, "value for", node), depth));
	}
	return entries;
}

function readEntry(item: Item, node: YamlNode, context: Context, depth: number): ExceptionEntry {
	if (node.kind === "scalar") {
		if (node.text === "") item.report.error("LOAD_ERR_YAML_VALIDATE", "Value must be non-empty", context);
		return { list: false, text: node.text, scalar: node };
	}
	if (node.kind !== "sequence") return NO_TEXT;
	const entries = depth > DEPTH ? [] : readEntries(item, node, context, "exception", depth + 1);
	return { list: true, entries };
}
