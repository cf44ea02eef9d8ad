import { toText } from "../falco/bytes.ts";
import { type FieldUse, fieldUses } from "../falco/field-uses.ts";
import type { Expr, Unplaced } from "../falco/filter/ast.ts";
import { acceptedValues } from "../falco/filter/event-types.ts";
import type { Rule } from "../falco/rule-set.ts";
import { ACTIVITIES, type Activity } from "../okta/windows/activities.ts";
import { loadedArgument } from "../okta/windows/argument.ts";
import { SEQUENCE_FIELD } from "../okta/windows/plan.ts";

const INDEX_FIELD = "okta.evt.type";

/** Fields that have a value on events of one activity alone, and count all events of it. */
const COUNTERS: Readonly<Record<string, Activity>> = {
	"okta.mfa.failure.countlast": ACTIVITIES.mfa_failure,
	"okta.mfa.deny.countlast": ACTIVITIES.mfa_deny,
};

/**
 * The types of the events that rules look at: those that can make one alert, and those that one counts or looks back at.
 * Undefined when some rule can alert on events of any type.
 */
export function typesOf(rules: readonly Rule[]): ReadonlySet<string> | undefined {
	const own = rules.map(({ condition }) => acceptedValues(withTypes(condition), INDEX_FIELD));
	if (own.includes(undefined)) return undefined;
	const uses = fieldUses(rules, (name) => name === SEQUENCE_FIELD || Object.hasOwn(COUNTERS, name), []);
	return new Set([...own.flatMap((types) => types ?? []).map(toText), ...uses.flatMap(typesCounted)]);
}

function typesCounted({ name, argument = "" }: FieldUse): readonly string[] {
	const counter = COUNTERS[name];
	return counter?.types ?? loadedArgument("recent", argument).activity.types;
}

/** The condition with what its counters imply of the event's type written out. */
function withTypes(expr: Expr<Unplaced>): Expr<Unplaced> {
	if (expr.type === "and" || expr.type === "or") return { type: expr.type, children: expr.children.map(withTypes) };
	if (expr.type === "not") return { type: "not", child: withTypes(expr.child) };
	const counter = expr.type === "identifier" || expr.left.type !== "field" ? undefined : COUNTERS[expr.left.name];
	return counter === undefined ? expr : { type: "and", children: [expr, isOneOf(counter.types)] };
}

function isOneOf(types: readonly string[]): Expr<Unplaced> {
	return {
		type: "binary_check",
		left: { type: "field", name: INDEX_FIELD },
		operator: "in",
		right: { type: "list", values: types },
	};
}
