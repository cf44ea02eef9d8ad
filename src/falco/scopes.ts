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

/** Combinations of values that have an object. */
const LEVELS_MAX = 10_000;

/** For each value of a field, the level of the next. */
type Level = Map<Value | undefined, Level>;

/** A field by whose values rules are sorted. It takes no argument. */
export interface ScopeField {
	readonly name: string;
	readonly slot: number;
}

/**
 * Sorts rules by what events have in a few fields with few values, above all their type. For each combination of values
 * it works out once which rules may match, and what of their conditions is left to try.
 */
export class Scopes<Event extends FalcoEvent> {
	readonly #rules: readonly EngineRule<Event>[];
	readonly #slots: FieldSlots<Event>;
	readonly #fields: readonly ScopeField[];
	readonly #scopeOf: (reading: Reading<Event>) => object;
	/** Places of the rules that match with a value of the first field. */
	readonly #places: (value: Bytes | undefined) => readonly number[];
	#known = new WeakMap<object, readonly Candidate<Event>[]>();
	#remembered = 0;

	/**
	 * Of the fields the first is the one that `eventTypes` of the rules are values of. `made` are the rules in their order.
	 * `scopeOf`: as in `EngineOptions`.
	 */
	constructor(
		rules: readonly Rule[],
		made: readonly EngineRule<Event>[],
		slots: FieldSlots<Event>,
		fields: readonly ScopeField[],
		scopeOf?: (event: Event) => object,
	) {
		this.#rules = made;
		this.#slots = slots;
		this.#fields = fields;
		this.#scopeOf = scopeOf ? ({ event }) => scopeOf(event) : scopesByValue(fields);
		const everyPlace = [...made.keys()];
		this.#places = fields.length === 0 ? () => everyPlace : indexRules(rules);
	}

	/** The rules that may match, in their order. */
	candidates(reading: Reading<Event>): readonly Candidate<Event>[] {
		const scope = this.#scopeOf(reading);
		const known = this.#known.get(scope);
		if (known !== undefined) return known;
		const found = this.#find(reading);
		this.#remembered += found.length + 1;
		if (this.#remembered > REMEMBERED_MAX) {
			this.#known = new WeakMap();
			this.#remembered = 0;
		}
		this.#known.set(scope, found);
		return found;
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
		return this.#places(type).flatMap((place) => this.#rules[place]?.where(outcome) ?? []);
	}

	/** Whether events with that value of the index field have none for a field: then no check that reads it is true. */
	#isMissing({ name }: FieldExpr<Unplaced>, value: Bytes | undefined): boolean {
		const only = this.#slots.find(name)?.onlyFor;
		return only !== undefined && (value === undefined || !only.includes(value));
	}
}

/** An object for each combination of values, found by reading the fields. */
function scopesByValue<Event>(fields: readonly ScopeField[]): (reading: Reading<Event>) => object {
	let all: Level = new Map();
	let levels = 0;
	return (reading) => {
		let level = all;
		for (const { slot } of fields) {
			const value = reading.get(slot);
			let next = level.get(value);
			if (next === undefined) {
				next = new Map();
				level.set(value, next);
				levels++;
			}
			level = next;
		}
		if (levels > LEVELS_MAX) {
			all = new Map();
			levels = 0;
		}
		return level;
	};
}

/** A check against an empty list, which is what rules make of lists that are there to be filled in. */
function isNever(check: Leaf<Unplaced>): boolean {
	return check.type === "binary_check" && check.right.type === "list" && check.right.values.length === 0;
}
