import { suggest } from "../suggest.ts";
import type { Context, ItemType } from "./context.ts";
import { within } from "./context.ts";
import type { Budgets } from "./limits.ts";
import type { Report } from "./report.ts";
import type { YamlMap, YamlNode, YamlScalar, YamlSequence } from "./yaml.ts";

/** Whether a key may be absent. One that is there must have a value either way. */
export type Need = "required" | "optional";

/** An item that is being read: its map, where it stands, and where its problems go. */
export interface Item {
	readonly map: YamlMap;
	readonly context: Context;
	readonly report: Report;
	readonly budgets: Budgets;
}

const BOOLEANS = new Map([
	...forms(["y", "yes", "true", "on"]).map((text) => [text, true] as const),
	...forms(["n", "no", "false", "off"]).map((text) => [text, false] as const),
]);
const UNSIGNED = /^\+?(?:0[xX](?<hex>[0-9a-fA-F]+)|0(?<octal>[0-7]*)|(?<decimal>[1-9][0-9]*))\s*$/;
const UINT32_MAX = 0xffff_ffff;

/** The spellings that yaml-cpp takes for a boolean: lower case, upper case, and with a capital. */
function forms(words: readonly string[]): string[] {
	return words.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]);
}

/** The scalar under a key, which must not be empty. Undefined when the key is absent or, told, unusable. */
export function readScalar(item: Item, key: string, need: Need): YamlScalar | undefined {
	const { map, context, report } = item;
	const value = map.get(key);
	if (value === undefined) {
		if (need === "required") reportMissing(item, key);
		return undefined;
	}
	if (value.kind === "null") {
		report.error("LOAD_ERR_YAML_VALIDATE", `Mapping for key '${key}' is empty`, context);
		return undefined;
	}
	const place = within(context, "value for", value, key);
	if (value.kind !== "scalar") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a scalar value", place);
		return undefined;
	}
	if (value.text === "") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Value must be non-empty", place);
		return undefined;
	}
	return value;
}

/** The text under a key. */
export function readText(item: Item, key: string, need: Need): string | undefined {
	return readScalar(item, key, need)?.text;
}

/** The boolean under a key, quoted or not: `y yes true on`, `n no false off`. */
export function readBoolean(item: Item, key: string, need: Need): boolean | undefined {
	const value = readScalar(item, key, need);
	if (value === undefined) return undefined;
	const boolean = BOOLEANS.get(value.text);
	if (boolean === undefined) reportUndecodable(item, key, value, "true or false");
	return boolean;
}

/** The number under a key: 0 to 2^32 - 1, decimal, `0x…` or octal with a leading zero. */
export function readUint32(item: Item, key: string, need: Need): number | undefined {
	const value = readScalar(item, key, need);
	if (value === undefined) return undefined;
	const number = parseUint32(value.text);
	if (number === undefined) reportUndecodable(item, key, value, "a whole number");
	return number;
}

export function parseUint32(text: string): number | undefined {
	const digits = UNSIGNED.exec(text)?.groups;
	if (digits === undefined) return undefined;
	const { hex, octal, decimal } = digits;
	const number = hex
		? Number.parseInt(hex, 16)
		: decimal
			? Number.parseInt(decimal, 10)
			: Number.parseInt(octal || "0", 8);
	return number <= UINT32_MAX ? number : undefined;
}

/** The texts of a sequence under a key. */
export function readTexts(item: Item, key: string, need: Need): string[] | undefined {
	const { map, context, report } = item;
	const value = map.get(key);
	if (value === undefined) {
		if (need === "required") reportMissing(item, key);
		return undefined;
	}
	const place = within(context, "value for", value, key);
	if (value.kind !== "sequence") {
		report.error("LOAD_ERR_YAML_VALIDATE", "Value is not a sequence", place);
		return undefined;
	}
	return scalarsOf(value, "list item", place, report);
}

function scalarsOf(sequence: YamlSequence, itemType: ItemType, context: Context, report: Report): string[] {
	const texts: string[] = [];
	for (const node of sequence.items) {
		if (node.kind === "scalar") texts.push(node.text);
		else report.error("LOAD_ERR_YAML_VALIDATE", "sequence value is not scalar", within(context, itemType, node));
	}
	return texts;
}

/** Warns of the keys of an item that its kind does not have. */
export function warnUnknownKeys({ map, context, report }: Item, known: readonly string[]): void {
	for (const { key } of map.entries) {
		const name = key.kind === "scalar" ? key.text : "";
		if (known.includes(name)) continue;
		const message = `Unknown key '${name}'. The key will be ignored.`;
		const place = { file: context.file.name, offset: key.at };
		report.warning("LOAD_UNKNOWN_KEY", message, { ...context, place }, () => didYouMean(name, known));
	}
}

/** `did you mean 'condition'?`, when something near is known. */
export function didYouMean(wrong: string, candidates: readonly string[]): string | undefined {
	const meant = suggest(wrong, candidates);
	return meant === undefined ? undefined : `did you mean '${meant}'?`;
}

export function isKeyDefined(map: YamlMap, key: string): boolean {
	return map.get(key) !== undefined;
}

/** What an item may be meant as that has only a part of what it takes. */
const PARTS: Readonly<Record<string, string>> = {
	rule: "to change a rule that is defined above, say of each key under 'override' whether to append or replace",
};

function reportMissing({ map, context, report }: Item, key: string): void {
	report.error("LOAD_ERR_YAML_VALIDATE", `Item has no mapping for key '${key}'`, context, () => {
		const written = map.entries.flatMap((entry) => (entry.key.kind === "scalar" ? [entry.key.text] : []));
		const misspelt = suggest(key, written);
		return misspelt === undefined ? PARTS[context.location.itemType] : `is '${misspelt}' meant to be '${key}'?`;
	});
}

function reportUndecodable({ context, report }: Item, key: string, value: YamlNode, expected: string): void {
	const place = within(context, "value for", value, key);
	report.error("LOAD_ERR_YAML_VALIDATE", "Can't decode YAML scalar value", place, `'${key}' takes ${expected}`);
}
