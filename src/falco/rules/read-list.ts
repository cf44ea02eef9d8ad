import { type Context, within } from "./context.ts";
import { type Item, readBoolean, readText, readTexts, warnUnknownKeys } from "./decode.ts";
import type { Definition } from "./definition.ts";
import { APPEND_IS_DEPRECATED } from "./messages.ts";
import { readOverrides } from "./read-overrides.ts";

const KEYS = ["list", "items", "append", "override"] as const;
const OVERRIDABLE = { append: ["items"], replace: ["items"] } as const;
const NAME = /^[^()"' \t\n\v\f\r=,]+$/;
const INVALID_NAME = "List has an invalid name. List names should match a regular expression: ([^()\"'[:space:]=,]+)";

/** First stage, `list`: name and items (rule_loader_reader.cpp). */
export function* readList(unnamed: Item, parent: Context): Generator<Definition> {
	const name = readText(unnamed, "list", "required");
	if (name === undefined) return;
	const context = within(parent, "list", unnamed.map, name);
	const item = { ...unnamed, context };
	const { report } = item;
	const errors = report.errors;
	if (!NAME.test(name)) report.warning("LOAD_INVALID_LIST_NAME", INVALID_NAME, context);
	const items = readTexts(item, "items", "required");
	const append = readBoolean(item, "append", "optional") ?? false;
	if (append) report.warning("LOAD_DEPRECATED_ITEM", APPEND_IS_DEPRECATED, context);
	const overrides = readOverrides(item, OVERRIDABLE, append);
	if (items === undefined || report.errors > errors) {
		yield { kind: "broken", what: "list", name };
	} else {
		yield { kind: "list", name, items, append: append || overrides.append.has("items"), context };
	}
	warnUnknownKeys(item, KEYS);
}
