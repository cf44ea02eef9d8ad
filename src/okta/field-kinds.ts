import type { Field } from "../falco/field.ts";
import type { OktaEvent } from "./event.ts";
import { items, type JsonObject, member, optionalText, placeAt, text } from "./log-event.ts";
import { MFA_EVENT_TYPES, type MfaKind } from "./mfa-counters.ts";

/**
 * The kinds of field that the table is made of. Paths are LogEvent's own names with dots between them. A field made by
 * `always…` has a value on every event, "" if need be, as the okta plugin has it; any other has none where Okta gave none.
 */
type OktaField = Field<OktaEvent>;

const INDEX = { kind: "index", required: false } as const;
const REQUIRED_INDEX = { kind: "index", required: true } as const;
const KEY = { kind: "key", required: true } as const;

/** Text at a path, "" where nothing stands. */
export function always(path: string, description: string): OktaField {
	return alwaysBy(text, path, description);
}

/** Text made of what stands at a path, whatever that is. */
export function alwaysBy(read: (value: unknown) => string, path: string, description: string): OktaField {
	const find = placeAt(path);
	return { type: "CHARBUF", description, read: () => (event) => read(find(event.log)) };
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

/** A member of the last target of a type; none when no target is of that type. */
export function ofLastTarget(type: string, name: string, description: string): OktaField {
	return sometimes(description, (log) => {
		const targets = items(member(log, "target"));
		for (let at = targets.length - 1; at >= 0; at--) {
			if (member(targets[at], "type") === type) return text(member(targets[at], name));
		}
		return undefined;
	});
}

/** A member of all targets, `(a,b)`, or of the one at an index, counted from 0; none when there is no such target. */
export function ofTargets(name: string, description: string): OktaField {
	return {
		type: "CHARBUF",
		description,
		argument: INDEX,
		read: (index) => (event) => {
			const targets = items(member(event.log, "target"));
			if (index !== undefined) {
				const target = targets[Number(index)];
				return target === undefined ? undefined : text(member(target, name));
			}
			if (targets.length === 0) return undefined;
			let texts = "";
			for (const target of targets) texts += `${texts === "" ? "(" : ","}${text(member(target, name))}`;
			return `${texts})`;
		},
	};
}

/** A member of one element, counted from 0, of a list; none when there is no such element or it lacks the member. */
export function ofElement(list: (log: JsonObject) => readonly unknown[], name: string, description: string): OktaField {
	return {
		type: "CHARBUF",
		description,
		argument: REQUIRED_INDEX,
		read: (index) => (event) => optionalText(member(list(event.log)[Number(index)], name)),
	};
}

/** A whole number at a path, 0 where none stands. */
export function alwaysNumber(path: string, description: string): OktaField {
	const find = placeAt(path);
	return { type: "UINT64", description, read: () => (event) => wholeNumber(find(event.log)) };
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
