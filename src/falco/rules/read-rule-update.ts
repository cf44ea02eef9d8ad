import { within } from "./context.ts";
import { type Item, isKeyDefined, readBoolean, readText, readTexts, readUint32 } from "./decode.ts";
import type { Definition, RuleAppend, RuleReplace } from "./definition.ts";
import { readExceptions } from "./read-exceptions.ts";
import { ExpectedKeys, type Overrides } from "./read-overrides.ts";
import { readPriority } from "./read-priority.ts";
import { readSourceText } from "./read-text.ts";

/** Keys of a rule that `override` can append to. */
export const APPENDABLE = ["condition", "exceptions", "output", "desc", "tags"] as const;
/** Keys of a rule that `override` can replace. */
export const REPLACEABLE = [
	...APPENDABLE,
	"priority",
	"capture",
	"capture_duration",
	"enabled",
	"warn_evttypes",
	"skip-if-unknown-filter",
] as const;

/** A rule item with `append: true`: only its condition and its exceptions count. */
export function readFlaggedAppend(item: Item, name: string): Definition {
	const { map, context, report } = item;
	const errors = report.errors;
	const source = readSource(item);
	const update: RuleAppend = {
		kind: "rule append",
		name,
		...(source !== undefined && { source }),
		...(isKeyDefined(map, "condition") && present({ condition: readSourceText(item, "rule condition") })),
		...(isKeyDefined(map, "exceptions") && { exceptions: readExceptions(item, true) ?? [] }),
		context,
	};
	return report.errors > errors ? { kind: "broken", what: "rule", name } : update;
}

/** A rule item with overrides: first what it appends, then what it replaces, then the keys that it must not have. */
export function* readRuleOverrides(item: Item, name: string, overrides: Overrides): Generator<Definition> {
	const { report } = item;
	const expected = new ExpectedKeys(item, overrides, REPLACEABLE);
	for (const read of [overrides.append.size > 0 && readAppend, overrides.replace.size > 0 && readReplace]) {
		if (!read) continue;
		const errors = report.errors;
		const update = read(item, name, expected);
		yield report.errors > errors ? { kind: "broken", what: "rule", name } : update;
	}
	expected.reportLeft();
}

function readAppend(item: Item, name: string, keys: ExpectedKeys): RuleAppend {
	return { kind: "rule append", name, ...readTextKeys(item, "append", keys), context: item.context };
}

function readReplace(item: Item, name: string, keys: ExpectedKeys): RuleReplace {
	const texts = readTextKeys(item, "replace", keys);
	const wants = (key: string) => keys.take("replace", key);
	const priority = wants("priority") ? readPriority(item) : undefined;
	if (wants("capture")) readBoolean(item, "capture", "required");
	if (wants("capture_duration")) readUint32(item, "capture_duration", "required");
	const enabled = wants("enabled") ? readBoolean(item, "enabled", "required") : undefined;
	if (wants("warn_evttypes")) readBoolean(item, "warn_evttypes", "required");
	const skip = wants("skip-if-unknown-filter") ? readBoolean(item, "skip-if-unknown-filter", "required") : undefined;
	return {
		kind: "rule replace",
		name,
		...texts,
		...present({ priority, enabled, skipIfUnknownFilter: skip }),
		context: item.context,
	};
}

/** The keys that may be appended to as well as replaced. */
function readTextKeys(item: Item, operation: keyof Overrides, keys: ExpectedKeys) {
	const wants = (key: string) => keys.take(operation, key);
	const condition = wants("condition") ? readSourceText(item, "rule condition") : undefined;
	const source = condition && readSource(item);
	const exceptions = wants("exceptions") ? (readExceptions(item, operation === "append") ?? []) : undefined;
	const output = wants("output") ? readSourceText(item, "rule output") : undefined;
	const description = wants("desc") ? readText(item, "desc", "required") : undefined;
	const tags = wants("tags") ? readTexts(item, "tags", "required") : undefined;
	return present({ condition, source, exceptions, output, description, tags });
}

/** The source that an update names: here it may be empty, and then names none. */
function readSource({ map, context, report }: Item): string | undefined {
	const value = map.get("source");
	if (value === undefined || value.kind === "null") return undefined;
	if (value.kind === "scalar") return value.text === "" ? undefined : value.text;
	report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a scalar value", within(context, "value for", value, "source"));
	return undefined;
}

/** The properties that have a value. */
function present<T extends object>(properties: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
	const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
