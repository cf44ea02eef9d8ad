/**
 * What a source tells the engine about the fields it offers. One table of these serves the condition checker, the
 * compiler, the output formatter, the command line and the documentation.
 */

/** A field's type by libsinsp's name; each has its own operators (filter/operators.ts). */
export type FieldType = "CHARBUF" | "UINT64" | "ABSTIME" | "RELTIME" | "BOOL";

/** What reading a field yields: text for CHARBUF, bigint for the numeric types, boolean for BOOL. */
export type FieldValue = string | bigint | boolean;

export interface Field<Event> {
	readonly type: FieldType;
	/** One sentence for people. */
	readonly description: string;
	readonly argument?: FieldArgument;
	/**
	 * Prepares reading: called once for each distinct argument when rules are compiled, never for each event. The
	 * function it returns gives the field's value, or undefined when the event has none (which is not the same as "").
	 */
	readonly read: (argument: string | undefined) => (event: Event) => FieldValue | undefined;
	/** Values of the engine's index field with which alone an event can have a value for it; left out: with any. */
	readonly onlyFor?: readonly string[];
	/** Of a number: no value is larger. Rules that wait for more are warned of. */
	readonly largest?: bigint;
	/** Reading it takes much more than looking it up in the event, and changes nothing: conditions come to it last. */
	readonly costly?: true;
	/** How the value reads in an output, where that is not its plain text (zero-padded times). */
	readonly toText?: (value: FieldValue) => string;
	/** JSON of what stands in `output_fields` instead of the value: `evt.time` compares as text and prints as nanoseconds. */
	readonly json?: (event: Event) => string;
}

/** Whether the field takes `[…]`, and of which kind: an index is decimal digits, a key is any text. */
export interface FieldArgument {
	readonly kind: "index" | "key";
	readonly required: boolean;
	/** How a key is made up, for people: `KEY,SECONDS`. */
	readonly form?: string;
	/** What is wrong with a key that is not any text; undefined when nothing is. Asked when rules are loaded. */
	readonly fault?: (argument: string) => ArgumentFault | undefined;
}

/** Why a field cannot be had with an argument. */
export interface ArgumentFault {
	readonly reason: string;
	/** The word that is wrong, and those that could stand in its place. */
	readonly wrong?: { readonly word: string; readonly choices: readonly string[] };
}

export type FieldTable<Event> = Readonly<Record<string, Field<Event>>>;
