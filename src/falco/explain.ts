import { toText } from "./bytes.ts";
import { withCommonFields } from "./common-fields.ts";
import type { FalcoEvent } from "./event.ts";
import type { FieldTable } from "./field.ts";
import type {
	BinaryCheck,
	Expr,
	FieldExpr,
	TransformerArgument,
	TransformerExpr,
	UnaryCheck,
	Unplaced,
} from "./filter/ast.ts";
import { compileCondition, operandsOf } from "./filter/compile.ts";
import { compileOperand } from "./filter/operand.ts";
import { printCondition, printOperand } from "./filter/print.ts";
import { type CompileRegex, FieldSlots, Reading } from "./filter/reading.ts";
import { compileOutput } from "./output.ts";
import { staticFields } from "./static-fields.ts";

/** A condition, or a part of one, on one event: what it is and whether it holds. Plain JSON. */
export type Explained = ExplainedGroup | ExplainedNot | ExplainedCheck;

/** An `and` or `or`. Those of the same kind right below it are drawn up; all of its parts are tried, even needlessly. */
export interface ExplainedGroup {
	readonly type: "and" | "or";
	readonly holds: boolean;
	readonly children: readonly Explained[];
}

export interface ExplainedNot {
	readonly type: "not";
	readonly holds: boolean;
	readonly child: Explained;
}

/** A single test, such as `okta.result = SUCCESS`. */
export interface ExplainedCheck {
	readonly type: "check";
	readonly holds: boolean;
	/** The test as rules write it. */
	readonly text: string;
	/** What it read from the event, from left to right: its fields, and what transformers made of them. */
	readonly values: readonly ExplainedValue[];
}

export interface ExplainedValue {
	/** A field or a transformer, as rules write it. */
	readonly text: string;
	/** As an output prints it; null when there is none, and then the test is false whatever it asks. */
	readonly value: string | null;
}

export interface ExplainOptions {
	/** The rule set's. */
	readonly staticFields?: Readonly<Record<string, string>> | undefined;
	/** As the engine's: `EngineOptions`. */
	readonly compileRegex?: CompileRegex | undefined;
}

/**
 * Says of each part of a condition whether it holds on an event, and of each field what it is there. `fields` are those
 * of the source; the fields that every event has are added here, and the rule set's `staticFields`. Nothing is counted:
 * an event is explained with the counts that it comes with.
 * @throws Error when the condition names a field that does not exist, which a loaded one does not; or when it uses
 * `regex` and there is no `compileRegex`
 */
export function explainCondition<Event extends FalcoEvent>(
	condition: Expr<Unplaced>,
	event: Event,
	fields: FieldTable<Event>,
	{ staticFields: constants, compileRegex }: ExplainOptions = {},
): Explained {
	const slots = new FieldSlots({ ...withCommonFields(fields), ...staticFields(constants) }, compileRegex);
	return compileExplanation(condition, slots)(new Reading(event, slots));
}

type Explain<Event> = (reading: Reading<Event>) => Explained;

function compileExplanation<Event>(expr: Expr<Unplaced>, slots: FieldSlots<Event>): Explain<Event> {
	if (expr.type === "not") return compileNot(compileExplanation(expr.child, slots));
	if (expr.type === "and" || expr.type === "or") {
		return compileGroup(
			expr.type,
			operandsOf(expr).map((operand) => compileExplanation(operand, slots)),
		);
	}
	if (expr.type === "identifier") throw new Error(`unresolved macro ${expr.name}`);
	return compileCheck(expr, slots);
}

function compileNot<Event>(explain: Explain<Event>): Explain<Event> {
	return (reading) => {
		const child = explain(reading);
		return { type: "not", holds: !child.holds, child };
	};
}

function compileGroup<Event>(type: "and" | "or", parts: readonly Explain<Event>[]): Explain<Event> {
	return (reading) => {
		const children = parts.map((explain) => explain(reading));
		const holds = type === "and" ? children.every((child) => child.holds) : children.some((child) => child.holds);
		return { type, holds, children };
	};
}

function compileCheck<Event>(
	check: UnaryCheck<Unplaced> | BinaryCheck<Unplaced>,
	slots: FieldSlots<Event>,
): Explain<Event> {
	const text = toText(printCondition(check));
	const holds = compileCondition(check, slots);
	const sides = check.type === "unary_check" ? [check.left] : [check.left, check.right];
	const values = sides.flatMap((side) => (side.type === "list" ? [] : readingsIn(side))).map(compileValue(slots));
	return (reading) => ({
		type: "check",
		holds: holds(reading),
		text,
		values: values.map((value) => value(reading)),
	});
}

/** The fields of an operand, each before the transformers that it goes through. */
function readingsIn(
	argument: TransformerArgument<Unplaced>,
): readonly (FieldExpr<Unplaced> | TransformerExpr<Unplaced>)[] {
	if (argument.type === "field") return [argument];
	if (argument.type === "value") return [];
	if (argument.type === "transformer_list") return argument.children.flatMap(readingsIn);
	return [...argument.arguments.flatMap(readingsIn), argument];
}

function compileValue<Event>(slots: FieldSlots<Event>) {
	return (
		expression: FieldExpr<Unplaced> | TransformerExpr<Unplaced>,
	): ((reading: Reading<Event>) => ExplainedValue) => {
		const text = toText(printOperand(expression));
		const { read } = compileOperand(expression, slots);
		const print = compileOutput([{ type: "token", expression }], slots);
		return (reading) => ({ text, value: read(reading) === undefined ? null : toText(print(reading)) });
	};
}
