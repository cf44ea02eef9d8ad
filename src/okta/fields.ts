import type { FieldTable } from "../falco/field.ts";
import type { OktaEvent } from "./event.ts";
import { OWN_FIELDS } from "./own-fields.ts";
import { PLUGIN_FIELDS } from "./plugin-fields.ts";
import { WINDOW_FIELD_TABLE } from "./windows/fields.ts";

/** What sorts out rules before they are tried: `EngineOptions`. */
export const SCOPING = {
	indexField: "okta.evt.type",
	scopeFields: ["okta.result"],
	scopeOf: ({ kind }: OktaEvent) => kind,
} as const;

/** Every field of source `okta`, by name: what conditions may test and outputs may print of an event. */
export const OKTA_FIELDS: FieldTable<OktaEvent> = {
	...PLUGIN_FIELDS,
	...OWN_FIELDS,
	...WINDOW_FIELD_TABLE,
};
