import { type Context, within } from "../rules/context.ts";
import { type Item, readText, warnUnknownKeys } from "../rules/decode.ts";
import type { RuleSelection } from "../rules/select.ts";
import type { YamlNode } from "../rules/yaml.ts";

const OPERATIONS = ["enable", "disable"] as const;
const SHAPE = "an entry is {enable: {rule: PATTERN}}, {disable: {tag: TAG}} and the like";

/** `rules`: a sequence of selections (falco configuration.h, `rule_selection_config`). */
export function readSelections(item: Item, key: string): RuleSelection[] | undefined {
	const { map, context, report } = item;
	const value = map.get(key);
	const place = within(context, "value for", value ?? map, key);
	if (value?.kind === "sequence") return value.items.flatMap((node) => readSelection(item, node, place) ?? []);
	report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a sequence", place, SHAPE);
	return undefined;
}

function readSelection(item: Item, node: YamlNode, parent: Context): RuleSelection | undefined {
	const { report } = item;
	const place = within(parent, "value for", node);
	const operation = OPERATIONS.find((each) => node.kind === "map" && node.get(each) !== undefined);
	const target = node.kind === "map" && operation !== undefined ? node.get(operation) : undefined;
	if (node.kind !== "map" || operation === undefined || target?.kind !== "map") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Entry of rules is not usable", place, SHAPE);
		return undefined;
	}
	warnUnknownKeys({ ...item, map: node, context: place }, [operation]);
	const selected = { ...item, map: target, context: within(place, "value for", target, operation) };
	warnUnknownKeys(selected, ["rule", "tag"]);
	const rule = readText(selected, "rule", "optional");
	const tag = readText(selected, "tag", "optional");
	if (rule === undefined && tag === undefined) {
		report.error("LOAD_ERR_YAML_VALIDATE", `'${operation}' names neither a rule nor a tag`, selected.context, SHAPE);
		return undefined;
	}
	const { context } = selected;
	return { operation, ...(rule !== undefined && { rule }), ...(tag !== undefined && { tag }), context };
}
