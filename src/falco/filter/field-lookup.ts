import { type Bytes, toText } from "../bytes.ts";
import type { ArgumentFault, Field, FieldArgument, FieldTable } from "../field.ts";
import { suggest } from "../suggest.ts";
import type { FieldExpr } from "./ast.ts";
import { parseUint64 } from "./number.ts";

/** A table of fields of whatever source: what it reads them from does not matter here. */
export type Fields = FieldTable<never>;

export type FieldLookup =
	| { readonly found: Field<never>; readonly name: string }
	/** `nonexistent`: no field of that name; else one that cannot be had in this way. `hint`: what may be meant. */
	| { readonly problem: string; readonly nonexistent: boolean; readonly hint?: string };

/** Fields of Falco itself, which know no arguments at all; those of plugins say why they refuse one. */
const NATIVE = /^(?:evt|static)\./;

/** The field that an expression names, or Falco's reason why there is none (plugin_filtercheck.cpp). */
export function lookUpField({ name, argument }: Pick<FieldExpr, "name" | "argument">, fields: Fields): FieldLookup {
	if (argument === undefined) return lookUpFieldText(name, fields);
	return lookUpFieldText(`${name}[${argument}]`, fields);
}

/**
 * The field that a text names, name and argument in one. As in Falco the longest field that the text begins with is
 * the one meant; it is found only if it then accounts for the whole text.
 */
export function lookUpFieldText(text: Bytes, fields: Fields): FieldLookup {
	const name = longestPrefix(text, fields);
	const found = name === undefined ? undefined : fields[name];
	if (name === undefined || found === undefined) return nonexistent(text);
	const bracket = text.indexOf("[");
	if (NATIVE.test(name) || bracket === -1) {
		if (text !== name && !found.argument?.required) return nonexistent(text);
		if (found.argument?.required) return refused(`filter '${text}': ${name} requires an argument but none provided`);
		return { found, name };
	}
	if (bracket !== name.length) return nonexistent(text);
	return checkArgument(text, name, found);
}

function longestPrefix(text: Bytes, fields: Fields): string | undefined {
	if (Object.hasOwn(fields, text)) return text;
	let longest: string | undefined;
	for (const name of Object.keys(fields)) {
		if (name.length > (longest?.length ?? 0) && text.startsWith(name)) longest = name;
	}
	return longest;
}

function checkArgument(text: Bytes, name: string, found: Field<never>): FieldLookup {
	// Falco reads no further than the first space, so an argument with one in it has lost its bracket.
	const space = text.indexOf(" ");
	const read = space === -1 ? text : text.slice(0, space);
	const start = name.length + 1;
	if (start === read.length) return refused(`filter '${read}': ${name} terminates with incomplete argument brackets`);
	const end = read.indexOf("]", start);
	if (end === -1) return refused(`filter '${read}': ${name} has unbalanced argument brackets`);
	const argument = read.slice(start, end);
	if (found.argument === undefined) {
		return refused(`filter '${read}': ${name} does not allow nor require an argument but one is provided: ${argument}`);
	}
	const fault = found.argument.kind === "index" ? indexFault(argument) : undefined;
	if (fault !== undefined) return refused(`filter ${read} ${name} has an invalid index argument ${fault}: ${argument}`);
	if (end + 1 !== text.length) return nonexistent(text);
	return refusedKey(read, name, argument, found.argument) ?? { found, name };
}

/** Falco leaves keys to the plugin, which takes any; a field of our own may be particular. */
function refusedKey(read: Bytes, name: string, argument: Bytes, { fault }: FieldArgument): FieldLookup | undefined {
	const found = fault?.(toText(argument));
	if (found === undefined) return undefined;
	const problem = `filter ${toText(read)} ${name} has an invalid key argument: ${found.reason}`;
	const meant = meantBy(found);
	return { problem, nonexistent: false, ...(meant && { hint: `did you mean ${meant}?` }) };
}

function meantBy({ wrong }: ArgumentFault): string | undefined {
	return wrong && suggest(wrong.word, wrong.choices);
}

function indexFault(argument: Bytes): string | undefined {
	if (/[^0-9]/.test(argument)) return "not composed only by digits";
	if (argument === "" || (argument.length > 1 && argument.startsWith("0"))) return "starting with 0";
	return parseUint64(argument)?.toString() === argument ? undefined : "not representable on 64 bit";
}

function refused(problem: Bytes): FieldLookup {
	return { problem: toText(problem), nonexistent: false };
}

function nonexistent(text: Bytes): FieldLookup {
	return { problem: toText(`filter_check called with nonexistent field ${text}`), nonexistent: true };
}
