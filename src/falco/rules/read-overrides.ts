import { within } from "./context.ts";
import { type Item, isKeyDefined } from "./decode.ts";
import { OVERRIDE_AND_APPEND } from "./messages.ts";

/** The keys that an item's `override` appends to and those that it replaces. */
export interface Overrides {
	readonly append: ReadonlySet<string>;
	readonly replace: ReadonlySet<string>;
}

type Operation = keyof Overrides;

const REFUSALS: Record<Operation, (key: string) => string> = {
	append: (key) => `Key '${key}' cannot be appended to, use 'replace' instead`,
	replace: (key) => `Key '${key}' cannot be replaced`,
};

/**
 * `override: {key: append | replace}`. Anything but a map with entries means no override at all, as in Falco.
 * @param overridable the keys that allow each operation
 * @param append whether the item also says `append: true`, which cannot be
 */
export function readOverrides(
	item: Item,
	overridable: Record<Operation, readonly string[]>,
	append: boolean,
): Overrides {
	const { map, context, report } = item;
	const overrides = { append: new Set<string>(), replace: new Set<string>() };
	const value = map.get("override");
	const place = within(context, "overrides", map);
	if (value?.kind === "sequence" && value.items.length > 0) {
		report.error(
			"LOAD_ERR_YAML_VALIDATE",
			"Value of override must be a mapping",
			within(place, "value for", value, "override"),
		);
	}
	for (const { key, value: operation } of value?.kind === "map" ? value.entries : []) {
		const name = key.kind === "scalar" ? key.text : "";
		const wanted = operation.kind === "scalar" ? operation.text : "";
		if (wanted !== "append" && wanted !== "replace") {
			const allowed = (["append", "replace"] as const).filter((each) => overridable[each].includes(name));
			report.error(
				"LOAD_ERR_YAML_VALIDATE",
				`Invalid override operation for key '${name}': '${wanted}'. Allowed values are: ${allowed.map((each) => `${each} `).join("")}`,
				within(place, "value for", operation, name),
			);
		} else if (overridable[wanted].includes(name)) {
			overrides[wanted].add(name);
		} else {
			report.error("LOAD_ERR_YAML_VALIDATE", REFUSALS[wanted](name), within(place, "overrides", key, name));
		}
	}
	if (append && hasOverrides(overrides)) report.error("LOAD_ERR_YAML_VALIDATE", OVERRIDE_AND_APPEND, context);
	return overrides;
}

export function hasOverrides({ append, replace }: Overrides): boolean {
	return append.size > 0 || replace.size > 0;
}

/** The keys of an item that an `override` has to name, told off one by one as operations take them. */
export class ExpectedKeys {
	readonly #item: Item;
	readonly #overrides: Overrides;
	readonly #expected: Set<string>;

	constructor(item: Item, overrides: Overrides, overridable: readonly string[]) {
		this.#item = item;
		this.#overrides = overrides;
		this.#expected = new Set(overridable.filter((key) => isKeyDefined(item.map, key)));
	}

	/** Whether the operation is wanted for the key and the item has the key; a key that it lacks is told. */
	take(operation: Operation, key: string): boolean {
		if (!this.#overrides[operation].has(key)) return false;
		if (this.#expected.delete(key)) return true;
		const message = `An ${operation} override for '${key}' was specified but '${key}' is not defined`;
		this.#item.report.error("LOAD_ERR_YAML_VALIDATE", message, this.#item.context);
		return false;
	}

	/** Tells of the keys that no operation took. */
	reportLeft(): void {
		const { map, context, report } = this.#item;
		for (const key of [...this.#expected].sort()) {
			const message = `Unexpected key '${key}': no corresponding entry under 'override' is defined.`;
			report.error("LOAD_ERR_YAML_VALIDATE", message, within(context, "overrides", map.get(key) ?? map, key));
		}
	}
}
