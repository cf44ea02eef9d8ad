import { type Bytes, toBytes } from "../bytes.ts";
import type { FieldType, FieldValue } from "../field.ts";
import type { FieldExpr, Operand, TransformerArgument, TransformerExpr, TransformerListExpr, Unplaced } from "./ast.ts";
import type { FieldSlots, Reading, Value } from "./reading.ts";
import { type Extracted, isList, TRANSFORMS } from "./transform.ts";
import { TRANSFORMERS } from "./transformers.ts";

/** An operand that is ready to be read from events. */
export interface CompiledOperand<Event> {
	/** Type of its values. */
	readonly type: FieldType;
	readonly isList: boolean;
	readonly read: (reading: Reading<Event>) => Extracted | undefined;
	/** How one of its values reads in an output. */
	readonly toText: (value: Value) => Bytes;
}

/** @throws Error when it names a field that does not exist, which a loaded rule does not */
export function compileOperand<Event>(operand: Operand<Unplaced>, slots: FieldSlots<Event>): CompiledOperand<Event> {
	return operand.type === "field" ? compileField(operand, slots) : compileTransformer(operand, slots);
}

function compileField<Event>(expr: FieldExpr<Unplaced>, slots: FieldSlots<Event>): CompiledOperand<Event> {
	const slot = slots.slot(expr.name, expr.argument);
	const { type, toText } = slots.field(expr.name);
	return {
		type,
		isList: false,
		read: function field(reading) {
			return reading.get(slot);
		},
		toText: type === "CHARBUF" || toText === undefined ? String : (value) => toBytes(toText(value as FieldValue)),
	};
}

function compileTransformer<Event>(expr: TransformerExpr<Unplaced>, slots: FieldSlots<Event>): CompiledOperand<Event> {
	const args = expr.arguments.map((argument) => compileArgument(argument, slots));
	const transform = TRANSFORMS[expr.name](expr.argument);
	const { result, resultIsList } = TRANSFORMERS[expr.name];
	return {
		type: result,
		isList: resultIsList === "as-argument" ? args[0]?.isList === true : resultIsList && expr.argument === undefined,
		read: function transformer(reading) {
			const values = readAll(args, reading);
			return values && transform(values);
		},
		toText: String,
	};
}

function compileArgument<Event>(
	argument: TransformerArgument<Unplaced>,
	slots: FieldSlots<Event>,
): CompiledOperand<Event> {
	if (argument.type === "transformer_list") return compileList(argument, slots);
	if (argument.type !== "value") return compileOperand(argument, slots);
	const { value } = argument;
	return { type: "CHARBUF", isList: false, read: () => value, toText: String };
}

/** A list has the members of the lists in it; members of other types than text are taken as they read in an output. */
function compileList<Event>(list: TransformerListExpr<Unplaced>, slots: FieldSlots<Event>): CompiledOperand<Event> {
	const members = list.children.map((child) => asText(compileArgument(child, slots)));
	return {
		type: "CHARBUF",
		isList: true,
		read: (reading) => readAll(members, reading)?.flat(),
		toText: String,
	};
}

function asText<Event>(operand: CompiledOperand<Event>): CompiledOperand<Event> {
	if (operand.type === "CHARBUF") return operand;
	const { read, toText } = operand;
	return {
		...operand,
		type: "CHARBUF",
		read(reading) {
			const extracted = read(reading);
			if (extracted === undefined) return undefined;
			return isList(extracted) ? extracted.map(toText) : toText(extracted);
		},
	};
}

/** What all of them yield; undefined when one yields nothing. */
function readAll<Event>(
	operands: readonly CompiledOperand<Event>[],
	reading: Reading<Event>,
): readonly Extracted[] | undefined {
	const values: Extracted[] = [];
	for (const { read } of operands) {
		const value = read(reading);
		if (value === undefined) return undefined;
		values.push(value);
	}
	return values;
}
