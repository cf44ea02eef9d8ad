import type { Bytes } from "./bytes.ts";
import type { Candidate, EngineRule } from "./engine-rule.ts";
import type { FalcoEvent } from "./event.ts";
import type { FieldExpr, Unplaced } from "./filter/ast.ts";
import { compileCondition } from "./filter/compile.ts";
import type { FieldSlots, Reading, Value } from "./filter/reading.ts";
import { fieldsOfLeaf, type Leaf } from "./filter/walk.ts";
import { indexRules } from "./rule-index.ts";
import type { Rule } from "./rule-set.ts";

/** Candidates that are remembered before all are forgotten: whoever makes up values must not fill the memory. */
const REMEMBERED_MAX = 200_000;

/** A field by whose values rules are sorted. It takes no argument. */
export interface ScopeField {
	readonly name: string;
	readonly slot: number;
}

/** A level for each field: its values, and in the end the candidates. */
interface Level<Event> {
	readonly byValue: Map<Value | undefined, Level<Event>>;
	candidates?: readonly Candidate<Event>[];
}

/**
 * Sorts rules by what events have in a few fields with few values, above all their type. For each combination of values
 * it works out once which rules may match, and what of their conditions is left to try.
 */
export class Scopes<Event extends FalcoEvent> {
	readonly #rules: readonly EngineRule<Event>[];
	readonly #slots: FieldSlots<Event>;
	readonly #fields: readonly ScopeField[];
	/** Places of the rules that match with a value of the first field. */
	readonly #places: (value: Bytes | undefined) => readonly number[];
	#all: Level<Event> = { byValue: new Map() };
	#remembered = 0;

	/** Of the fields the first is the one that `eventTypes` of the rules are values of. `made` are the rules in their order. */
	constructor(
		rules: readonly Rule[],
		made: readonly EngineRule<Event>[],
		slots: FieldSlots<Event>,
		fields: readonly ScopeField[],
	) {
		this.#rules = made;
		this.#slots = slots;
		this.#fields = fields;
		const everyPlace = [...made.keys()];
		this.#places = fields.length === 0 ? () => everyPlace : indexRules(rules);
	}

	/** The rules that may match, in their order. */
	candidates(reading: Reading<Event>): readonly Candidate<Event>[] {
		let level = this.#all;
		for (const { slot } of this.#fields) {
			const value = reading.get(slot);
			let next = level.byValue.get(value);
			if (next === undefined) {
				next = { byValue: new Map() };
				level.byValue.set(value, next);
			}
			level = next;
		}
		level.candidates ??= this.#find(reading);
		return level.candidates;
	}

	#find(reading: Reading<Event>): readonly Candidate<Event>[] {
		const names = new Set(this.#fields.map(({ name }) => name));
		const [index] = this.#fields;
		const type = index && (reading.get(index.slot) as Bytes | undefined);
		const outcome = (check: Leaf<Unplaced>): boolean | undefined => {
			const read = fieldsOfLeaf(check);
			if (isNever(check) || (index !== undefined && read.some((field) => this.#isMissing(field, type)))) return false;
			const isKnown = read.length > 0 && read.every(({ name }) => names.has(name));
			return isKnown ? compileCondition(check, this.#slots)(reading) : undefined;
		};
		const places = this.#places(type);
		const found = places.flatMap((place) => this.#rules[place]?.where(outcome) ?? []);
		this.#remembered += found.length + 1;
		if (this.#remembered > REMEMBERED_MAX) {
			this.#all = { byValue: new Map() };
			this.#remembered = 0;
		}
		return found;
	}

	/** Whether events with that value of the index field have none for a field: then no check that reads it is true. */
	#isMissing({ name }: FieldExpr<Unplaced>, value: Bytes | undefined): boolean {
		const only = this.#slots.find(name)?.onlyFor;
		return only !== undefined && (value === undefined || !only.includes(value));
	}
}

/** A check against an empty list, which is what rules make of lists that are there to be filled in. */
function isNever(check: Leaf<Unplaced>): boolean {
	return check.type === "binary_check" && check.right.type === "list" && check.right.values.length === 0;
}
