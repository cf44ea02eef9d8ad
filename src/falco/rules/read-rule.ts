import { type Context, within } from "./context.ts";
import { type Item, isKeyDefined, readBoolean, readText, readTexts, readUint32, warnUnknownKeys } from "./decode.ts";
import type { Definition, RuleDefinition } from "./definition.ts";
import { APPEND_IS_DEPRECATED, ENABLED_IS_DEPRECATED } from "./messages.ts";
import { readExceptions } from "./read-exceptions.ts";
import { hasOverrides, readOverrides } from "./read-overrides.ts";
import { readPriority } from "./read-priority.ts";
import { APPENDABLE, REPLACEABLE, readFlaggedAppend, readRuleOverrides } from "./read-rule-update.ts";
import { readSourceText } from "./read-text.ts";

const KEYS = [
	"rule",
	"condition",
	"output",
	"desc",
	"priority",
	"source",
	"enabled",
	"tags",
	"exceptions",
	"warn_evttypes",
	"skip-if-unknown-filter",
	"capture",
	"capture_duration",
	"append",
	"override",
] as const;
/** Keys that tell a definition from an item that only turns a rule on or off. */
const DEFINING = ["condition", "output", "desc", "priority"] as const;
/** The source of a rule that names none (falco_common.h). */
const DEFAULT_SOURCE = "syscall";

/** First stage, `rule`: a definition, an addition to an earlier one, or a switch (rule_loader_reader.cpp). */
export function* readRule(unnamed: Item, parent: Context): Generator<Definition> {
	const name = readText(unnamed, "rule", "required");
	if (name === undefined) return;
	const context = within(parent, "rule", unnamed.map, name);
	const item = { ...unnamed, context };
	const { map, report } = item;
	const errors = report.errors;
	const append = readBoolean(item, "append", "optional") ?? false;
	if (append) report.warning("LOAD_DEPRECATED_ITEM", APPEND_IS_DEPRECATED, context);
	const overrides = readOverrides(item, { append: APPENDABLE, replace: REPLACEABLE }, append);
	if (report.errors > errors) yield { kind: "broken", what: "rule", name };
	else if (hasOverrides(overrides)) yield* readRuleOverrides(item, name, overrides);
	else if (append) yield readFlaggedAppend(item, name);
	else if (DEFINING.some((key) => isKeyDefined(map, key))) yield readDefinition(item, name);
	else yield readToggle(item, name);
	warnUnknownKeys(item, KEYS);
}

function readToggle(item: Item, name: string): Definition {
	const { context, report } = item;
	const enabled = readBoolean(item, "enabled", "required");
	if (enabled === undefined) return { kind: "broken", what: "rule", name };
	report.warning("LOAD_DEPRECATED_ITEM", ENABLED_IS_DEPRECATED, context);
	return { kind: "rule toggle", name, enabled, context };
}

function readDefinition(item: Item, name: string): Definition {
	const { map, context, report } = item;
	const errors = report.errors;
	const condition = readSourceText(item, "rule condition");
	const output = readSourceText(item, "rule output");
	const description = readText(item, "desc", "required");
	const priority = readPriority(item);
	const source = readText(item, "source", "optional") ?? DEFAULT_SOURCE;
	const enabled = readBoolean(item, "enabled", "optional") ?? true;
	readIgnored(item);
	const skipIfUnknownFilter = readBoolean(item, "skip-if-unknown-filter", "optional") ?? false;
	const tags = readTexts(item, "tags", "optional") ?? [];
	const exceptions = readExceptions(item, false) ?? [];
	if (condition === undefined || output === undefined) return { kind: "broken", what: "rule", name };
	const rule: RuleDefinition = {
		kind: "rule",
		name,
		condition,
		output: { ...output, text: output.text.trimmed() },
		description: description ?? "",
		priority: priority ?? "Debug",
		source,
		namesSource: isKeyDefined(map, "source"),
		enabled,
		skipIfUnknownFilter,
		tags,
		exceptions,
		context,
	};
	return report.errors > errors ? { kind: "broken", what: "rule", name, rule } : rule;
}

/** Keys that mean something to system calls only: they must be right all the same. */
function readIgnored(item: Item): void {
	readBoolean(item, "capture", "optional");
	readUint32(item, "capture_duration", "optional");
	readBoolean(item, "warn_evttypes", "optional");
}
