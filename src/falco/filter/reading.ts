import { type Bytes, toBytes, toText } from "../bytes.ts";
import type { Field, FieldTable, FieldValue } from "../field.ts";

/** A value as rules see it: text is a byte string, and ends before its first NUL. */
export type Value = Bytes | bigint | boolean;

type Read<Event> = (event: Event) => FieldValue | undefined;

/** Makes the `regex` operator ready for a pattern that was checked when its rule was loaded. */
export type CompileRegex = (pattern: Bytes) => (value: Bytes) => boolean;

/**
 * The fields that the rules of an engine read. Each distinct one, name and argument, has one slot, whichever and however
 * many rules name it.
 */
export class FieldSlots<Event> {
	/** How to read the field of each slot. */
	readonly reads: Read<Event>[] = [];
	/** Undefined where no rule has to be compiled that uses `regex`. */
	readonly compileRegex: CompileRegex | undefined;
	readonly #fields: FieldTable<Event>;
	readonly #slots = new Map<string, number>();

	constructor(fields: FieldTable<Event>, compileRegex?: CompileRegex) {
		this.#fields = fields;
		this.compileRegex = compileRegex;
	}

	/** The field of that name; undefined when there is none. */
	find(name: string): Field<Event> | undefined {
		return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
	}

	/** The same. Rules are checked when they are loaded: @throws Error when there is none all the same. */
	field(name: string): Field<Event> {
		const field = this.find(name);
		if (field === undefined) throw new Error(`nonexistent field ${name}`);
		return field;
	}

	/** The slot of a field, with the argument a rule gives it. */
	slot(name: string, argument: Bytes | undefined): number {
		const text = argument === undefined ? name : `${name}[${argument}]`;
		const known = this.#slots.get(text);
		if (known !== undefined) return known;
		const slot = this.reads.push(this.field(name).read(argument === undefined ? undefined : toText(argument))) - 1;
		this.#slots.set(text, slot);
		return slot;
	}
}

/** An event while rules are tried on it. A field is read when it is first asked for, and never again. */
export class Reading<Event> {
	readonly event: Event;
	readonly #reads: readonly Read<Event>[];
	/** By slot; null where the event has no value, undefined where nobody has asked. */
	readonly #values: (FieldValue | null | undefined)[];

	constructor(event: Event, { reads }: FieldSlots<Event>) {
		this.event = event;
		this.#reads = reads;
		this.#values = new Array(reads.length);
	}

	/** A field's value; undefined when the event has none. */
	get(slot: number): Value | undefined {
		const value = this.unprepared(slot);
		return typeof value === "string" ? textValue(value) : value;
	}

	/**
	 * The same without the work that makes a byte string of text: for comparisons with plain ASCII, most of which come out
	 * alike (plain.ts).
	 */
	unprepared(slot: number): FieldValue | undefined {
		const known = this.#values[slot];
		if (known !== undefined) return known === null ? undefined : known;
		const value = this.#reads[slot]?.(this.event);
		this.#values[slot] = value === undefined ? null : value;
		return value;
	}
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: tells text that is its own value from text that is not
const PLAIN = /^[\x01-\x7f]*$/;

/** Whether text is what rules see of it: plain ASCII without a NUL. Most is. */
export function isPlain(text: string): boolean {
	return PLAIN.test(text);
}

/** Text of an event as rules see it. */
export function textValue(text: string): Bytes {
	return isPlain(text) ? text : cutAtNul(toBytes(text));
}

/** Text as Falco sees it, which is in C: up to its first NUL. */
export function cutAtNul(text: Bytes): Bytes {
	const nul = text.indexOf("\0");
	return nul === -1 ? text : text.slice(0, nul);
}
