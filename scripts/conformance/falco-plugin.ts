import type { FalcoEvent } from "../../src/falco/event.ts";
import { EVENT_FIELDS } from "../../src/falco/event-fields.ts";
import type { Field, FieldTable } from "../../src/falco/field.ts";
import { JSON_FIELDS } from "../../src/falco/json-fields.ts";
import { compilePointer } from "../../src/falco/json-pointer.ts";
import { type OktaEvent, oktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import { type JsonObject, memberAt, text } from "../../src/okta/log-event.ts";
import { falcoPayload, goJson } from "./falco-payload.ts";

/**
 * Falco's okta and json plugins with all their faults, so far as events show them: the same rules on these must give
 * Falco's alerts byte for byte. That shows that the engine is right; what our own fields say instead is in
 * differences.ts.
 */
export interface PluginEvent extends OktaEvent {
	/** Counts the event if it is to be counted, once: Falco does so when a rule first reads a field of the plugin. */
	readonly count: () => void;
	/** What both MFA counters say of the event. */
	readonly countLast: (seconds: bigint) => bigint | undefined;
}

/** Times at which events of a kind and an actor happened: unsigned 64-bit nanoseconds, oldest entry first. */
export type PluginMemory = Map<string, bigint[]>;

const TIMES_KEPT = 200;
const NANOSECONDS = 1_000_000_000n;
const u64 = (value: bigint) => BigInt.asUintN(64, value);

export function pluginEvent(
	log: JsonObject,
	context: { readonly number: bigint; readonly firstTime?: bigint; readonly org: string; readonly hostname: string },
	memory: PluginMemory,
): PluginEvent {
	const payload = falcoPayload(log);
	const { kind, time, firstTime, source, mfa, windows } = oktaEvent(payload, {
		...context,
		history: { record: () => {}, count: () => 0n },
	});
	const key = memoryKey(payload);
	let counted = false;
	return {
		...{ number: context.number, time, firstTime, source, hostname: context.hostname, org: context.org, mfa, windows },
		document: payload,
		log: payload,
		kind,
		text: () => goJson(payload),
		count: () => {
			if (counted || key === undefined) return;
			counted = true;
			const times = [...new Set([...(memory.get(key) ?? []), u64(time)])];
			memory.set(key, times.slice(Math.max(0, times.length - TIMES_KEPT)));
		},
		countLast: (seconds) => {
			if (key === undefined) return undefined;
			const after = u64(u64(time) - u64(seconds * NANOSECONDS));
			return BigInt((memory.get(key) ?? []).filter((counted) => counted > after).length);
		},
	};
}

/** Under which events are counted together; undefined for an event that is not counted. */
function memoryKey(payload: JsonObject): string | undefined {
	const type = text(payload.eventType);
	const isFailure =
		type === "user.authentication.auth_via_mfa" && memberAt(payload, ["outcome", "result"]) === "FAILURE";
	if (!isFailure && type !== "user.mfa.okta_verify.deny_push") return undefined;
	return `${type}:${text(memberAt(payload, ["actor", "id"]))}`;
}

const bothCounters = (field: Field<OktaEvent>): Field<PluginEvent> => ({
	...field,
	read: (seconds) => (event) => event.countLast(BigInt(seconds ?? 0)),
});

const countingFirst = (field: Field<PluginEvent>): Field<PluginEvent> => ({
	...field,
	read: (argument) => {
		const read = field.read(argument);
		return (event) => {
			event.count();
			return read(event);
		};
	},
});

const COUNTERS = /^okta\.mfa\.(?:failure|deny)\.countlast$/;

const oktaFields = Object.entries(OKTA_FIELDS).map(([name, field]): [string, Field<PluginEvent>] => {
	return [name, COUNTERS.test(name) ? bothCounters(field) : field];
});

const jsonFields = Object.entries(JSON_FIELDS).map(([name, field]) => [name, asWritten(name, field)] as const);

/** The json plugin gives JSON text as Go wrote it. */
function asWritten(name: string, field: Field<FalcoEvent>): Field<FalcoEvent> {
	if (name.endsWith(".obj"))
		return {
			...field,
			read:
				() =>
				({ document }) =>
					goJson(document, 2),
		};
	if (!name.endsWith(".value")) return field;
	return {
		...field,
		read: (pointer = "") => {
			const find = compilePointer(pointer);
			return ({ document }) => {
				const found = find(document);
				return typeof found === "object" && found !== null
					? goJson(found)
					: field.read(pointer)({ document } as FalcoEvent);
			};
		},
	};
}

/** The vectors come from a Falco whose plugins had no host: `plugins_hostinfo: false`. */
const hostname: Field<FalcoEvent> = { ...(EVENT_FIELDS["evt.hostname"] as Field<FalcoEvent>), read: () => () => "" };

/** The fields of the plugins as they are, but that looking at one does not count the event. */
export const PEEKED_FIELDS: FieldTable<PluginEvent> = {
	...Object.fromEntries([...oktaFields, ...jsonFields]),
	"evt.hostname": hostname,
};

/** The fields of the plugins as they are. */
export const PLUGIN_FIELDS: FieldTable<PluginEvent> = {
	...PEEKED_FIELDS,
	...Object.fromEntries(oktaFields.map(([name, field]) => [name, countingFirst(field)])),
};
