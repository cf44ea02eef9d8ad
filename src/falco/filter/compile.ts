import type { Bytes } from "../bytes.ts";
import type { FieldType } from "../field.ts";
import type {
	And,
	BinaryCheck,
	BinaryOperator,
	Expr,
	FieldExpr,
	ListExpr,
	Modifier,
	Or,
	UnaryCheck,
	Unplaced,
	ValueExpr,
} from "./ast.ts";
import { COMPARISONS, type ComparisonOperator, type Test } from "./compare.ts";
import { parseUint64 } from "./number.ts";
import { type CompiledOperand, compileOperand } from "./operand.ts";
import { compilePathMatch } from "./path-match.ts";
import { type PlainTest, plainTest } from "./plain.ts";
import type { CompileRegex, FieldSlots, Reading, Value } from "./reading.ts";
import { type Extracted, isList } from "./transform.ts";
import { fieldsIn, leavesOf } from "./walk.ts";

/** Whether a condition holds for an event. */
export type Condition<Event> = (reading: Reading<Event>) => boolean;

/**
 * Makes a condition, or any part of one, ready to be tried on events: a closure for each node of its tree, named as the
 * node is. Constants are prepared here, once. Conditions that share `slots` also share what they read of an event.
 *
 * A check whose field has no value is false, whatever its operator; so is one with such a field on its right.
 * @throws Error for what a rule that was loaded does not hold: an unknown field, a macro, a constant of the wrong type
 */
export function compileCondition<Event>(expr: Expr<Unplaced>, slots: FieldSlots<Event>): Condition<Event> {
	const compile = COMPILERS[expr.type] as <E>(expr: Expr<Unplaced>, slots: FieldSlots<E>) => Condition<E>;
	return compile(expr, slots);
}

type Compile<Type> = <Event>(
	expr: Extract<Expr<Unplaced>, { type: Type }>,
	slots: FieldSlots<Event>,
) => Condition<Event>;

const COMPILERS: { readonly [Type in Expr<Unplaced>["type"]]: Compile<Type> } = {
	and(expr, slots) {
		const conditions = cheapFirst(operandsOf(expr), slots).map((child) => compileCondition(child, slots));
		return function and(reading) {
			for (const condition of conditions) if (!condition(reading)) return false;
			return true;
		};
	},
	or(expr, slots) {
		const conditions = cheapFirst(operandsOf(expr), slots).map((child) => compileCondition(child, slots));
		return function or(reading) {
			for (const condition of conditions) if (condition(reading)) return true;
			return false;
		};
	},
	not(expr, slots) {
		const condition = compileCondition(expr.child, slots);
		return function not(reading) {
			return !condition(reading);
		};
	},
	identifier(expr) {
		throw new Error(`unresolved macro ${expr.name}`);
	},
	unary_check: compileExists,
	binary_check: compileCheck,
};

/** The operands of an `and` or `or`, with those of the same kind right below it drawn up: long chains stay flat. */
export function operandsOf(expr: And<Unplaced> | Or<Unplaced>): readonly Expr<Unplaced>[] {
	const operands: Expr<Unplaced>[] = [];
	const pending: Expr<Unplaced>[] = [expr];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (next.type === expr.type) pending.push(...[...next.children].reverse());
		else operands.push(next);
	}
	return operands;
}

/** Those that read a costly field last. What an `and` or `or` comes to does not depend on the order: reading changes nothing. */
function cheapFirst<Event>(operands: readonly Expr<Unplaced>[], slots: FieldSlots<Event>): Expr<Unplaced>[] {
	const costly = new Set(operands.filter((operand) => isCostly(operand, slots)));
	return [...operands.filter((operand) => !costly.has(operand)), ...costly];
}

function isCostly<Event>(expr: Expr<Unplaced>, slots: FieldSlots<Event>): boolean {
	return leavesOf(expr).some((leaf) => {
		return leaf.type !== "identifier" && fieldsIn(leaf.left).some(({ name }) => slots.find(name)?.costly);
	});
}

function compileExists<Event>(check: UnaryCheck<Unplaced>, slots: FieldSlots<Event>): Condition<Event> {
	const { read } = compileOperand(check.left, slots);
	return function exists(reading) {
		return read(reading) !== undefined;
	};
}

/** What is left to do of a check once its left side is read. */
type Compare<Event> = (left: Extracted, reading: Reading<Event>) => boolean;

function compileCheck<Event>(check: BinaryCheck<Unplaced>, slots: FieldSlots<Event>): Condition<Event> {
	if (check.left.type === "field") return compileFieldCheck(check.left, check, slots);
	const { read, type } = compileOperand(check.left, slots);
	const compare = compileRight(check, type, slots);
	return function transformerCheck(reading) {
		const value = read(reading);
		return value !== undefined && compare(value, reading);
	};
}

function compileFieldCheck<Event>(
	{ name, argument }: FieldExpr<Unplaced>,
	check: BinaryCheck<Unplaced>,
	slots: FieldSlots<Event>,
): Condition<Event> {
	const slot = slots.slot(name, argument);
	const { type } = slots.field(name);
	const test = type === "CHARBUF" ? compilePlain(check) : undefined;
	if (test !== undefined) {
		return function plainCheck(reading) {
			const text = reading.unprepared(slot);
			return text !== undefined && test(text as string);
		};
	}
	const compare = compileRight(check, type, slots);
	return function fieldCheck(reading) {
		const value = reading.get(slot);
		return value !== undefined && compare(value, reading);
	};
}

/** A comparison of text with constants for which it need not be made ready. */
function compilePlain({ operator, modifier, right }: BinaryCheck<Unplaced>): PlainTest | undefined {
	return right.type === "value" || right.type === "list" ? plainTest(operator, modifier, textsOf(right)) : undefined;
}

function compileRight<Event>(check: BinaryCheck<Unplaced>, type: FieldType, slots: FieldSlots<Event>): Compare<Event> {
	const { operator, modifier, right } = check;
	if (operator === "regex") return compileRegexes(check, slots.compileRegex);
	if (right.type === "field" || right.type === "field_transformer") {
		return compareWithOperand(operator, compileOperand(right, slots));
	}
	const constants = textsOf(right).map((text) => parseConstant(text, type));
	if (modifier === undefined) return compareWith(operator, constants);
	if (modifier === "anyof" && operator === "=") return compareWith("in", constants);
	return onValue(MODIFIERS[modifier](constants.map(COMPARISONS[operator as ComparisonOperator])));
}

function textsOf(right: ValueExpr<Unplaced> | ListExpr<Unplaced>): readonly Bytes[] {
	return right.type === "list" ? right.values : [right.value];
}

/** What `regex` takes on its right is never a field. */
function compileRegexes<Event>(
	{ modifier = "anyof", right }: BinaryCheck<Unplaced>,
	compileRegex: CompileRegex | undefined,
): Compare<Event> {
	if (compileRegex === undefined) throw new Error("it uses regex, and the engine was made without");
	const patterns = right.type === "value" || right.type === "list" ? textsOf(right) : [];
	return onValue(MODIFIERS[modifier](patterns.map((pattern) => compileRegex(pattern) as Test)));
}

function compareWithOperand<Event>(operator: ConstantOperator, right: CompiledOperand<Event>): Compare<Event> {
	return function compareFields(left, reading) {
		const value = right.read(reading);
		return value !== undefined && compareWith(operator, isList(value) ? value : [value])(left);
	};
}

type ConstantOperator = Exclude<BinaryOperator, "regex">;

/** A comparison with constants, of which there is one where the operator takes one. */
function compareWith(operator: ConstantOperator, right: readonly Value[]): (left: Extracted) => boolean {
	if (isListOperator(operator)) return LIST_OPERATORS[operator](right);
	const [value] = right;
	if (value === undefined) throw new Error(`operator ${operator} without a value`);
	return onValue(COMPARISONS[operator](value));
}

/** Only `exists`, `in` and `intersects` take lists on their left, so that for any other test it is a single value. */
function onValue(test: Test): (left: Extracted) => boolean {
	return test as (left: Extracted) => boolean;
}

type ListOperator = Exclude<ConstantOperator, ComparisonOperator>;

/** Operators with a list on their right. */
const LIST_OPERATORS: Record<ListOperator, (right: readonly Value[]) => (left: Extracted) => boolean> = {
	in(right) {
		const members = new Set(right);
		return function isIn(left) {
			return isList(left) ? left.every((value) => members.has(value)) : members.has(left);
		};
	},
	intersects(right) {
		const members = new Set(right);
		return function intersects(left) {
			return isList(left) ? left.some((value) => members.has(value)) : members.has(left);
		};
	},
	pmatch: (right) => onValue(compilePathMatch(right as readonly Bytes[]) as Test),
};

function isListOperator(operator: ConstantOperator): operator is ListOperator {
	return Object.hasOwn(LIST_OPERATORS, operator);
}

/** How many of the values on the right an operator must hold for. With none there, no check is true. */
const MODIFIERS: Record<Modifier, (tests: readonly Test[]) => Test> = {
	oneof: (tests) =>
		function oneof(left) {
			let holds = false;
			for (const test of tests) {
				if (!test(left)) continue;
				if (holds) return false;
				holds = true;
			}
			return holds;
		},
	anyof: (tests) =>
		function anyof(left) {
			return tests.some((test) => test(left));
		},
	allof: (tests) =>
		function allof(left) {
			return tests.length > 0 && tests.every((test) => test(left));
		},
};

function parseConstant(text: Bytes, type: FieldType): Value {
	if (type === "CHARBUF") return text;
	if (type === "BOOL") return text === "true";
	const number = parseUint64(text);
	if (number === undefined) throw new Error(`${text} is not a valid number`);
	return number;
}
