import { type Bytes, toBytes, toText } from "../bytes.ts";
import type { Field, FieldTable, FieldValue } from "../field.ts";

/** A value as rules see it: text is a byte string, and ends before its first NUL. */
export type Value = Bytes | bigint | boolean;

type Read<Event> = (event: Event) => FieldValue | undefined;

/**
 * The fields that the rules of an engine read. Each distinct one, name and argument, has one slot, whichever and however
 * many rules name it.
 */
export class FieldSlots<Event> {
	/** How to read the field of each slot. */
	readonly reads: Read<Event>[] = [];
	readonly #fields: FieldTable<Event>;
	readonly #slots = new Map<string, number>();

	constructor(fields: FieldTable<Event>) {
		this.#fields = fields;
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

/** In a slot: the field was read, and the event has no value for it. */
const MISSING = null;

/** One event while rules are tried on it. A field is read when it is first asked for, and never again. */
export class Reading<Event> {
	readonly event: Event;
	readonly #reads: readonly Read<Event>[];
	readonly #values: (Value | typeof MISSING | undefined)[];

	constructor(event: Event, slots: FieldSlots<Event>) {
		this.event = event;
		this.#reads = slots.reads;
		this.#values = new Array(slots.reads.length);
	}

	/** A field's value; undefined when the event has none. */
	get(slot: number): Value | undefined {
		const known = this.#values[slot];
		if (known === undefined) return this.#read(slot);
		return known === MISSING ? undefined : known;
	}

	#read(slot: number): Value | undefined {
		const read = this.#reads[slot];
		const found = read?.(this.event);
		const value = typeof found === "string" ? cutAtNul(toBytes(found)) : found;
		this.#values[slot] = value ?? MISSING;
		return value;
	}
}

/** Text as Falco sees it, which is in C: up to its first NUL. */
export function cutAtNul(text: Bytes): Bytes {
	const nul = text.indexOf("\0");
	return nul === -1 ? text : text.slice(0, nul);
}
