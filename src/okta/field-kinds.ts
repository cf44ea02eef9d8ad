import type { Field } from "../falco/field.ts";
import type { OktaEvent } from "./event.ts";
import { type JsonObject, type Lax, lax, optionalText, text } from "./log-event.ts";
import { MFA_EVENT_TYPES, type MfaKind } from "./mfa-counters.ts";
import { lastTarget, targetsOf } from "./targets.ts";

/**
 * The kinds of field that the table is made of. A field made by `always…` has a value on every event, "" if need be, as the
 * okta plugin has it; any other has none where Okta gave none.
 */
type OktaField = Field<OktaEvent>;

const INDEX = { kind: "index", required: false } as const;
const REQUIRED_INDEX = { kind: "index", required: true } as const;
const KEY = { kind: "key", required: true } as const;

/** Finds something in an event, or in one of its targets. */
type Find = (value: Lax) => unknown;

/** What is found, as text: "" where it is nothing. */
export function always(find: Find, description: string): OktaField {
	return { type: "CHARBUF", description, read: () => (event) => text(find(lax(event.log))) };
}

/** Text made of what is found, whatever that is. */
export function alwaysBy(read: (value: unknown) => string, find: Find, description: string): OktaField {
	return { type: "CHARBUF", description, read: () => (event) => read(find(lax(event.log))) };
}

/** Text that the event may lack. */
export function sometimes(description: string, read: (log: JsonObject) => string | undefined): OktaField {
	return { type: "CHARBUF", description, read: () => (event) => read(event.log) };
}

/** The same field, which conditions come to last. */
export function costly(field: OktaField): OktaField {
	return { ...field, costly: true };
}

/** Text that a key names: `okta.debug[risk]`. `prepare` is called once for each key, when rules are compiled. */
export function byKey(
	description: string,
	prepare: (key: string) => (log: JsonObject) => string | undefined,
): OktaField {
	return {
		type: "CHARBUF",
		description,
		argument: KEY,
		read: (key = "") => {
			const read = prepare(key);
			return (event) => read(event.log);
		},
	};
}

/** What is found in the last target of a type; none when no target is of that type. */
export function ofLastTarget(type: string, find: Find, description: string): OktaField {
	return sometimes(description, (log) => {
		const target = lastTarget(log, type);
		return target && text(find(target));
	});
}

/** What is found in all targets, `(a,b)`, or in the one at an index, counted from 0; none when there is no such target. */
export function ofTargets(find: Find, description: string): OktaField {
	return {
		type: "CHARBUF",
		description,
		argument: INDEX,
		read: (index) => (event) => {
			const targets = targetsOf(event.log);
			if (index !== undefined) {
				const target = targets[Number(index)];
				return target === undefined ? undefined : textIn(target, find);
			}
			if (targets.length === 0) return undefined;
			let texts = "";
			for (const target of targets) texts += `${texts === "" ? "(" : ","}${textIn(target, find)}`;
			return `${texts})`;
		},
	};
}

function textIn(target: Lax | null, find: Find): string {
	return target === null ? "" : text(find(target));
}

/** What is found in one element, counted from 0, of a list; none when there is no such element, or nothing in it. */
export function ofElement(list: (log: Lax) => readonly (Lax | null)[], find: Find, description: string): OktaField {
	return {
		type: "CHARBUF",
		description,
		argument: REQUIRED_INDEX,
		read: (index) => (event) => {
			const element = list(lax(event.log))[Number(index)];
			return element === undefined || element === null ? undefined : optionalText(find(element));
		},
	};
}

/** What is found, as a whole number: 0 where it is none. */
export function alwaysNumber(find: Find, description: string): OktaField {
	return { type: "UINT64", description, read: () => (event) => wholeNumber(find(lax(event.log))) };
}

/** How many attempts of a kind the event's actor made in the last N seconds; none unless the event is such an attempt. */
export function countLast(kind: MfaKind, description: string): OktaField {
	return {
		type: "UINT64",
		description,
		argument: REQUIRED_INDEX,
		onlyFor: MFA_EVENT_TYPES,
		read: (seconds = "0") => {
			const window = BigInt(seconds);
			return ({ mfa }) => (mfa?.kind === kind ? mfa.countLast(window) : undefined);
		},
	};
}

const UINT64_END = 2n ** 64n;

/** An unsigned 64-bit number, given as a JSON number or as its digits; 0 for anything else. */
function wholeNumber(value: unknown): bigint {
	if (!/^\d{1,20}$/.test(text(value))) return 0n;
	const number = BigInt(text(value));
	return number < UINT64_END ? number : 0n;
}
