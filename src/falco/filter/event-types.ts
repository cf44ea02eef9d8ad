import type { Bytes } from "../bytes.ts";
import type { BinaryCheck, Expr, Modifier } from "./ast.ts";

/**
 * The values of one field with which a condition can be true; undefined when it can be with any, or without a value.
 * This may name too many values, never too few, so that an engine may leave a rule out for all others. `field` is the
 * name of a field that takes no argument.
 */
export function acceptedValues(expr: Expr, field: string): readonly Bytes[] | undefined {
	const { whenTrue } = outcomes(expr, field);
	if (whenTrue.complement || whenTrue.missing) return undefined;
	return [...whenTrue.values].sort((a, b) => (a < b ? -1 : 1));
}

/** Some of what the field can be: these values, or all but these; and nothing at all, where `missing` is set. */
interface Cases {
	readonly values: ReadonlySet<Bytes>;
	readonly complement: boolean;
	readonly missing: boolean;
}

/** With what the field can be when a condition comes out true, and when it comes out false. */
interface Outcomes {
	readonly whenTrue: Cases;
	readonly whenFalse: Cases;
}

const NONE: ReadonlySet<Bytes> = new Set();
const ANYTHING: Cases = { values: NONE, complement: true, missing: true };
const NOTHING: Cases = { values: NONE, complement: false, missing: false };
const ANY_VALUE: Cases = { values: NONE, complement: true, missing: false };
const NO_VALUE: Cases = { values: NONE, complement: false, missing: true };
const UNKNOWN: Outcomes = { whenTrue: ANYTHING, whenFalse: ANYTHING };

function outcomes(expr: Expr, field: string): Outcomes {
	if (expr.type === "not") return opposite(outcomes(expr.child, field));
	if (expr.type === "and") {
		const all = expr.children.map((child) => outcomes(child, field));
		return {
			whenTrue: all.map(({ whenTrue }) => whenTrue).reduce(intersect, ANYTHING),
			whenFalse: all.map(({ whenFalse }) => whenFalse).reduce(unite, NOTHING),
		};
	}
	if (expr.type === "or") {
		const all = expr.children.map((child) => outcomes(child, field));
		return {
			whenTrue: all.map(({ whenTrue }) => whenTrue).reduce(unite, NOTHING),
			whenFalse: all.map(({ whenFalse }) => whenFalse).reduce(intersect, ANYTHING),
		};
	}
	if (expr.type === "identifier" || expr.left.type !== "field" || expr.left.name !== field) return UNKNOWN;
	if (expr.type === "unary_check") return { whenTrue: ANY_VALUE, whenFalse: NO_VALUE };
	return checkOutcomes(expr);
}

/** A check on the field itself. All that matters to operators of equality is which of their constants the value is. */
function checkOutcomes({ operator, modifier, right }: BinaryCheck): Outcomes {
	const isMembership = operator === "in" || operator === "intersects";
	const isEquality = isMembership || operator === "=" || operator === "!=";
	if (!isEquality || (right.type !== "value" && right.type !== "list")) {
		return { whenTrue: ANY_VALUE, whenFalse: ANYTHING };
	}
	const constants = right.type === "list" ? right.values : [right.value];
	const holds = (value: Bytes | undefined) => {
		const fitting = constants.filter((constant) => (constant === value) === (operator !== "!=")).length;
		return COUNTS[modifier ?? "anyof"](fitting, constants.length);
	};
	const holdsForOthers = holds(undefined);
	const exceptions = new Set(constants.filter((constant) => holds(constant) !== holdsForOthers));
	const whenTrue = { values: exceptions, complement: holdsForOthers, missing: false };
	return { whenTrue, whenFalse: complementOf(whenTrue) };
}

/** Whether a check is true when its operator holds for so many of the constants on its right. */
const COUNTS: Record<Modifier, (fitting: number, all: number) => boolean> = {
	oneof: (fitting) => fitting === 1,
	anyof: (fitting) => fitting > 0,
	allof: (fitting, all) => fitting > 0 && fitting === all,
};

function opposite({ whenTrue, whenFalse }: Outcomes): Outcomes {
	return { whenTrue: whenFalse, whenFalse: whenTrue };
}

function complementOf({ values, complement, missing }: Cases): Cases {
	return { values, complement: !complement, missing: !missing };
}

function intersect(a: Cases, b: Cases): Cases {
	const missing = a.missing && b.missing;
	if (a.complement && b.complement) return { values: new Set([...a.values, ...b.values]), complement: true, missing };
	const [listed, other] = a.complement ? [b, a] : [a, b];
	const values = [...listed.values].filter((value) => other.values.has(value) !== other.complement);
	return { values: new Set(values), complement: false, missing };
}

function unite(a: Cases, b: Cases): Cases {
	return complementOf(intersect(complementOf(a), complementOf(b)));
}
