import { type Alert, compileAlert } from "./alert.ts";
import type { FalcoEvent } from "./event.ts";
import type { Expr, Unplaced } from "./filter/ast.ts";
import { type Condition, compileCondition } from "./filter/compile.ts";
import type { FieldSlots, Reading } from "./filter/reading.ts";
import { residual } from "./filter/residual.ts";
import type { Leaf } from "./filter/walk.ts";
import type { AlertSettings, Rule } from "./rule-set.ts";

/** A rule to be tried on an event. */
export interface Candidate<Event> {
	/** The alert that the rule raises, or undefined when it does not match. @throws Error when it cannot be compiled */
	apply(reading: Reading<Event>): Alert | undefined;
}

/** A rule at work. Its condition is compiled when an event first meets it, its alert when it first matches. */
export class EngineRule<Event extends FalcoEvent> implements Candidate<Event> {
	readonly #rule: Rule;
	readonly #settings: AlertSettings;
	readonly #slots: FieldSlots<Event>;
	#matches: Condition<Event> | undefined;
	#alert: ((reading: Reading<Event>) => Alert) | undefined;

	constructor(rule: Rule, settings: AlertSettings, slots: FieldSlots<Event>) {
		this.#rule = rule;
		this.#settings = settings;
		this.#slots = slots;
	}

	/**
	 * The rule for events of which is known how some of its checks come out: without these, itself where there are none,
	 * undefined where it cannot match.
	 */
	where(outcome: (check: Leaf<Unplaced>) => boolean | undefined): Candidate<Event> | undefined {
		const condition = residual(this.#rule.condition, outcome);
		if (condition === false) return undefined;
		return condition === this.#rule.condition ? this : new ResidualRule(this, condition);
	}

	apply(reading: Reading<Event>): Alert | undefined {
		this.#matches ??= this.compile(this.#rule.condition);
		return this.#matches(reading) ? this.alert(reading) : undefined;
	}

	/** A condition that is part of this rule. */
	compile(condition: Expr<Unplaced>): Condition<Event> {
		return this.#named(() => compileCondition(condition, this.#slots));
	}

	/** What the rule has to say of an event that it matches. */
	alert(reading: Reading<Event>): Alert {
		this.#alert ??= this.#named(() => compileAlert(this.#rule, this.#settings, this.#slots));
		return this.#alert(reading);
	}

	#named<Compiled>(compile: () => Compiled): Compiled {
		try {
			return compile();
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			throw new Error(`rule ${this.#rule.name}: ${reason}`, { cause });
		}
	}
}

/** A rule of whose condition less than the whole is left to try. */
class ResidualRule<Event extends FalcoEvent> implements Candidate<Event> {
	readonly #rule: EngineRule<Event>;
	/** `true` where nothing is. */
	readonly #condition: Expr<Unplaced> | true;
	#matches: Condition<Event> | undefined;

	constructor(rule: EngineRule<Event>, condition: Expr<Unplaced> | true) {
		this.#rule = rule;
		this.#condition = condition;
	}

	apply(reading: Reading<Event>): Alert | undefined {
		this.#matches ??= this.#condition === true ? always : this.#rule.compile(this.#condition);
		return this.#matches(reading) ? this.#rule.alert(reading) : undefined;
	}
}

function always(): boolean {
	return true;
}
