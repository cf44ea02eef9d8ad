import { EVENT_FIELDS } from "../../src/falco/event-fields.ts";
import type { Field, FieldArgument, FieldTable } from "../../src/falco/field.ts";
import { JSON_FIELDS } from "../../src/falco/json-fields.ts";
import { type OktaEvent, oktaEvent } from "../../src/okta/event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { OWN_FIELDS } from "../../src/okta/own-fields.ts";
import { PLUGIN_FIELDS } from "../../src/okta/plugin-fields.ts";
import { WINDOW_FIELD_TABLE } from "../../src/okta/windows/fields.ts";

/** Who knows a field beside this project: Falco itself, one of its plugins, or nobody. */
export type Origin = "okta plugin" | "okta-falco" | "falco" | "json plugin";

/** A field as tools show it. */
export interface ListedField {
	readonly name: string;
	/** As `falco --list` has it: CHARBUF, UINT64, … */
	readonly type: Field<never>["type"];
	/** What goes between the brackets, if anything does. */
	readonly argument: { readonly kind: "index" | "key"; readonly required: boolean; readonly form?: string } | null;
	readonly description: string;
	readonly origin: Origin;
	/** Its value on an event that says nothing, as outputs print it; null when it has none there. */
	readonly empty: string | null;
}

const TABLES: readonly (readonly [Origin, FieldTable<OktaEvent>])[] = [
	["okta plugin", PLUGIN_FIELDS],
	["okta-falco", { ...OWN_FIELDS, ...WINDOW_FIELD_TABLE }],
	["falco", EVENT_FIELDS],
	["json plugin", JSON_FIELDS],
];

/** Every field that a rule of source `okta` can use. */
export function listFields(): ListedField[] {
	const nothing = oktaEvent({}, { number: 1n, org: "", hostname: "", history: mfaMemory() });
	return TABLES.flatMap(([origin, table]) =>
		Object.entries(table).map(([name, { type, argument, description, read }]) => ({
			name,
			type,
			argument: argument === undefined ? null : withoutChecks(argument),
			description,
			origin,
			empty: read(argument?.required ? "0" : undefined)(nothing)?.toString() ?? null,
		})),
	);
}

function withoutChecks({ kind, required, form }: FieldArgument): NonNullable<ListedField["argument"]> {
	return form === undefined ? { kind, required } : { kind, required, form };
}

/** Whether a field's name or description has the pattern in it, in any case; `*` stands for any text. */
export function matches({ name, description }: ListedField, pattern: string): boolean {
	const regex = new RegExp(pattern.split("*").map(literally).join(".*"), "i");
	return regex.test(name) || regex.test(description);
}

function literally(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A field's name as rules write it: `okta.debug[key]`; `okta.targets.id[index]?` where the brackets may be left out. */
export function written({ name, argument }: ListedField): string {
	return argument === null ? name : `${name}[${argument.form ?? argument.kind}]${argument.required ? "" : "?"}`;
}
