import { fieldUses } from "../../../src/falco/field-uses.ts";
import type { Rule } from "../../../src/falco/rule-set.ts";
import { type OktaEvent, oktaEvent } from "../../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../../src/okta/fields.ts";
import { mfaMemory } from "../../../src/okta/mfa-memory.ts";
import { readArgument } from "../../../src/okta/windows/argument.ts";
import { readDimension } from "../../../src/okta/windows/dimensions.ts";
import { isWindowField, WINDOW_FIELDS } from "../../../src/okta/windows/plan.ts";
import { csvEvents } from "./csv-event.ts";

/** What a CSV cannot tell rules. */
export interface CsvGaps {
	/** Fields that conditions test and that no row can have, as rules write them. */
	readonly fields: readonly string[];
	/** Names of the rules that test them. */
	readonly rules: readonly string[];
}

/** Tries every field that the rules' conditions test on a row whose cells are all filled. */
export function csvGaps(rules: readonly Rule[], columns: readonly string[]): CsvGaps {
	const log = csvEvents(columns)(columns.map(filled));
	const event = oktaEvent(log, { number: 1n, org: "acme", hostname: "localhost", history: mfaMemory() });
	const conditions = rules.map((rule) => ({ ...rule, output: [], extraFields: [] }));
	const uses = fieldUses(conditions, (name) => Object.hasOwn(OKTA_FIELDS, name), []);
	const gaps = uses.filter(({ name, argument }) => !isThere(name, argument, event));
	const written = gaps.map(({ name, argument }) => (argument === undefined ? name : `${name}[${argument}]`));
	return { fields: [...new Set(written)].sort(), rules: [...new Set(gaps.map(({ rule }) => rule))] };
}

/** A cell with which whatever reads its column has a value. */
function filled(column: string): string {
	return CELLS[column] ?? "1";
}

const CELLS: Readonly<Record<string, string>> = {
	event_type: "user.mfa.okta_verify.deny_push",
	"outcome.result": "FAILURE",
	"debug_context.debug_data.request_uri": "/app/name/",
	"target0.type": "User",
	"target1.type": "UserGroup",
	"target2.type": "AppInstance",
};

function isThere(name: string, argument: string | undefined, event: OktaEvent): boolean {
	if (isWindowField(name)) {
		const asked = readArgument(WINDOW_FIELDS[name], argument ?? "");
		if ("fault" in asked) return false;
		const dimensions = [asked.key, ...("field" in asked ? [asked.field] : []), ...("now" in asked ? [asked.now] : [])];
		return dimensions.every((dimension) => readDimension(dimension, event.log, event.org) !== undefined);
	}
	const value = OKTA_FIELDS[name]?.read(argument)(event);
	return value !== undefined && value !== "" && value !== 0n;
}
