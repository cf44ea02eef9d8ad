import type { Bytes } from "../bytes.ts";
import type { BinaryCheck, Expr, Modifier, Unplaced } from "./ast.ts";

/**
 * The values of one field with which a condition can be true; undefined when it can be with any, or without a value.
 * This may name too many values, never too few, so that an engine may leave a rule out for all others. `field` is the
 * name of a field that takes no argument.
 */
export function acceptedValues(expr: Expr<Unplaced>, field: string): readonly Bytes[] | undefined {
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
const ANY_VALUE: Cases = { values: NONE, complement: true, missing: false };
const NO_VALUE: Cases = { values: NONE, complement: false, missing: true };
const UNKNOWN: Outcomes = { whenTrue: ANYTHING, whenFalse: ANYTHING };

function outcomes(expr: Expr<Unplaced>, field: string): Outcomes {
	if (expr.type === "not") return opposite(outcomes(expr.child, field));
	if (expr.type === "and") {
		const all = expr.children.map((child) => outcomes(child, field));
		return { whenTrue: intersection(whensTrue(all)), whenFalse: union(whensFalse(all)) };
	}
	if (expr.type === "or") {
		const all = expr.children.map((child) => outcomes(child, field));
		return { whenTrue: union(whensTrue(all)), whenFalse: intersection(whensFalse(all)) };
	}
	if (expr.type === "identifier" || expr.left.type !== "field" || expr.left.name !== field) return UNKNOWN;
	if (expr.type === "unary_check") return { whenTrue: ANY_VALUE, whenFalse: NO_VALUE };
	return checkOutcomes(expr);
}

/** A check on the field itself. All that matters to operators of equality is which of their constants the value is. */
function checkOutcomes({ operator, modifier, right }: BinaryCheck<Unplaced>): Outcomes {
	const isMembership = operator === "in" || operator === "intersects";
	const isEquality = isMembership || operator === "=" || operator === "!=";
	if (!isEquality || (right.type !== "value" && right.type !== "list")) {
		return { whenTrue: ANY_VALUE, whenFalse: ANYTHING };
	}
	const constants = right.type === "list" ? right.values : [right.value];
	const counts = new Map<Bytes | undefined, number>();
	for (const constant of constants) counts.set(constant, (counts.get(constant) ?? 0) + 1);
	const holds = (value: Bytes | undefined) => {
		const equal = counts.get(value) ?? 0;
		return COUNTS[modifier ?? "anyof"](operator === "!=" ? constants.length - equal : equal, constants.length);
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

/** What all of them have in common, in time proportional to what they list. */
function intersection(all: readonly Cases[]): Cases {
	const missing = all.every((cases) => cases.missing);
	const excluded = new Set<Bytes>();
	for (const { values, complement } of all) if (complement) for (const value of values) excluded.add(value);
	const listed = all.filter(({ complement }) => !complement).sort((a, b) => a.values.size - b.values.size);
	const [shortest, ...others] = listed;
	if (shortest === undefined) return { values: excluded, complement: true, missing };
	const values = [...shortest.values].filter((value) => {
		return !excluded.has(value) && others.every((other) => other.values.has(value));
	});
	return { values: new Set(values), complement: false, missing };
}

/** What any of them has. */
function union(all: readonly Cases[]): Cases {
	return complementOf(intersection(all.map(complementOf)));
}

const whensTrue = (all: readonly Outcomes[]) => all.map(({ whenTrue }) => whenTrue);
const whensFalse = (all: readonly Outcomes[]) => all.map(({ whenFalse }) => whenFalse);
