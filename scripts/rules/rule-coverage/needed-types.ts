import { toText } from "../../../src/falco/bytes.ts";
import { fieldUses } from "../../../src/falco/field-uses.ts";
import type { Expr, Unplaced } from "../../../src/falco/filter/ast.ts";
import { acceptedValues } from "../../../src/falco/filter/event-types.ts";
import type { Rule } from "../../../src/falco/rule-set.ts";
import { ACTIVITIES } from "../../../src/okta/windows/activities.ts";
import { loadedArgument } from "../../../src/okta/windows/argument.ts";
import { INDEX_FIELD } from "../load-okta-rules.ts";

/** Fields that have a value on events of these types only, whatever a rule says of the type (src/okta/mfa-counters.ts). */
const TYPES_OF_FIELDS: Readonly<Record<string, readonly string[]>> = {
	"okta.mfa.failure.countlast": ["user.authentication.auth_via_mfa"],
	"okta.mfa.deny.countlast": ["user.authentication.auth_via_mfa", "user.mfa.okta_verify.deny_push"],
};

/** The event types with which a condition can be true; undefined when it can be with any. */
export function neededTypes(condition: Expr<Unplaced>): readonly string[] | undefined {
	return acceptedValues(withTypes(condition), INDEX_FIELD)?.map(toText);
}

/** Fields that count events which need not be the one that matches, and the types of these. */
const REMEMBERED: Readonly<Record<string, (argument: string) => readonly string[]>> = {
	"okta.mfa.failure.countlast": () => ACTIVITIES.mfa_failure.types,
	"okta.mfa.deny.countlast": () => ACTIVITIES.mfa_deny.types,
	"okta.recent": (argument) => loadedArgument("recent", argument).activity.types,
};

/** The types of the events that a rule looks back at: the one that it matches need be none of them. */
export function rememberedTypes(rule: Rule): readonly string[] {
	const uses = fieldUses([rule], (name) => Object.hasOwn(REMEMBERED, name), []);
	return [...new Set(uses.flatMap(({ name, argument = "" }) => REMEMBERED[name]?.(argument) ?? []))];
}

/** The condition with what its fields imply of the event's type written out. */
function withTypes(expr: Expr<Unplaced>): Expr<Unplaced> {
	if (expr.type === "and" || expr.type === "or") return { type: expr.type, children: expr.children.map(withTypes) };
	if (expr.type === "not") return { type: "not", child: withTypes(expr.child) };
	if (expr.type === "identifier" || expr.left.type !== "field") return expr;
	const types = TYPES_OF_FIELDS[expr.left.name];
	return types === undefined ? expr : { type: "and", children: [expr, isOfType(types)] };
}

function isOfType(types: readonly string[]): Expr<Unplaced> {
	return {
		type: "binary_check",
		left: { type: "field", name: INDEX_FIELD },
		operator: "in",
		right: { type: "list", values: types },
	};
}
