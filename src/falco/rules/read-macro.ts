import { type Context, within } from "./context.ts";
import { type Item, readBoolean, readText, warnUnknownKeys } from "./decode.ts";
import type { Definition } from "./definition.ts";
import { APPEND_IS_DEPRECATED } from "./messages.ts";
import { readOverrides } from "./read-overrides.ts";
import { readSourceText } from "./read-text.ts";

const KEYS = ["macro", "condition", "append", "override"] as const;
const OVERRIDABLE = { append: ["condition"], replace: ["condition"] } as const;
const NAME = /^[a-zA-Z]+[a-zA-Z0-9_]*$/;
const INVALID_NAME =
	"Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)";

/** First stage, `macro`: name and condition (rule_loader_reader.cpp). */
export function* readMacro(unnamed: Item, parent: Context): Generator<Definition> {
	const name = readText(unnamed, "macro", "required");
	if (name === undefined) return;
	const context = within(parent, "macro", unnamed.map, name);
	const item = { ...unnamed, context };
	const { report } = item;
	const errors = report.errors;
	if (!NAME.test(name)) report.warning("LOAD_INVALID_MACRO_NAME", INVALID_NAME, context);
	const condition = readSourceText(item, "macro condition");
	const append = readBoolean(item, "append", "optional") ?? false;
	if (append) report.warning("LOAD_DEPRECATED_ITEM", APPEND_IS_DEPRECATED, context);
	const overrides = readOverrides(item, OVERRIDABLE, append);
	if (condition === undefined || report.errors > errors) {
		yield { kind: "broken", what: "macro", name };
	} else {
		yield { kind: "macro", name, condition, append: append || overrides.append.has("condition"), context };
	}
	warnUnknownKeys(item, KEYS);
}
