import type { Field, FieldValue } from "../../src/falco/field.ts";
import { acceptLogEvents } from "../../src/okta/accept-log-events.ts";
import { type OktaEvent, oktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import { type JsonObject, jsonText } from "../../src/okta/log-event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";

/** What was tried, and on how many of the events something was found to be changed at all. */
export interface Fuzzed {
	readonly events: number;
	readonly reads: number;
	readonly values: number;
}

/**
 * Reads every field of so many mutated events. Throws at the first event on which a field throws, gives a value of
 * another type than it declares, or lacks a value that it has on an event without members; the error holds the event.
 * The same seed gives the same events.
 */
export function fuzzFields(events: number, seed: number): Fuzzed {
	const random = mulberry32(seed);
	const readers = Object.entries(OKTA_FIELDS).flatMap(([name, field]) => readersOf(name, field));
	const history = mfaMemory();
	const bases = Object.values(LOG_EVENTS).map((event) => JSON.stringify(event));
	let values = 0;
	for (let number = 1; number <= events; number++) {
		const log = mutated(JSON.parse(pick(bases, random)), random);
		try {
			values += readAll(oktaEvent(log, { number: BigInt(number), org: "acme", hostname: "edge-1", history }), readers);
			acceptLogEvents([log], "data.events");
		} catch (error) {
			throw new Error(`event ${number} of seed ${seed}: ${jsonText(log)}`, { cause: error });
		}
	}
	return { events, reads: events * readers.length, values };
}

interface Reader {
	readonly written: string;
	readonly type: Field<OktaEvent>["type"];
	readonly read: (event: OktaEvent) => FieldValue | undefined;
	readonly always: boolean;
}

const ARGUMENTS = {
	index: ["0", "1", "4999", "18446744073709551615"],
	key: ["risk", "threatSuspected", "ruleAction", "NewDevice", "Velocity", "", "__proto__", "constructor", "length"],
};

function readersOf(name: string, field: Field<OktaEvent>): Reader[] {
	const { argument } = field;
	const nothing = oktaEvent({}, { number: 1n, org: "acme", hostname: "edge-1", history: mfaMemory() });
	const given: (string | undefined)[] = argument === undefined ? [undefined] : [...ARGUMENTS[argument.kind]];
	if (argument?.required === false) given.push(undefined);
	return given.map((text) => {
		const read = field.read(text);
		return { written: `${name}[${text ?? ""}]`, type: field.type, read, always: read(nothing) !== undefined };
	});
}

function readAll(event: OktaEvent, readers: readonly Reader[]): number {
	let values = 0;
	for (const { written, type, read, always } of readers) {
		const value = read(event);
		if (value !== undefined) values++;
		if (value === undefined ? always : !isOfType(value, type)) throw new Error(`${written} is ${String(value)}`);
	}
	if (BigInt.asIntN(64, event.time) !== event.time) throw new Error(`its time is ${event.time}`);
	JSON.parse(event.text());
	return values;
}

function isOfType(value: FieldValue, type: Reader["type"]): boolean {
	if (type === "CHARBUF") return typeof value === "string";
	return type === "UINT64" && typeof value === "bigint" && BigInt.asUintN(64, value) === value;
}

/** Anything a member may turn into, as JSON. */
const INTRUDERS: readonly string[] = [
	...["null", "true", "false", "0", "-0", "-1", "1.5", "1e999", "123456789012345678901234567890", "1e-7"],
	...[
		'""',
		'" "',
		'"\\ud800"',
		'"\\udc00\\ud800"',
		'"\\u0000"',
		'"null"',
		'"User"',
		'"FAILURE"',
		'"/app/"',
		'"é\\ud83d\\ude00"',
	],
	...['"{"', '"{level=HIGH, reasons=[A, B]}"', '"{\\"risk\\":{\\"level\\":[]}}"', '"{New Device=POSITIVE, =, a=b}"'],
	...['"user.authentication.auth_via_mfa"', '"user.mfa.okta_verify.deny_push"', '"9999-12-31T23:59:59.999999999Z"'],
	...["[]", "[null]", "[null,null,1,{}]", "[[[]]]", "{}", '{"__proto__":{"id":"x","type":"User"}}', '{"id":null}'],
	...['{"type":"User","id":["x"],"alternateId":{},"displayName":false}', '{"ip":{"ip":1}}', '{"length":5000,"0":{}}'],
	...['{"toString":1,"toJSON":"x","constructor":null,"hasOwnProperty":2}'],
	`${"[".repeat(150)}${"]".repeat(150)}`,
	`${'{"a":'.repeat(9000)}0${"}".repeat(9000)}`,
	JSON.stringify(Array.from({ length: 5000 }, (_, index) => ({ type: "User", id: index, displayName: null }))),
];

/** The two last are large: they come up less often. */
const SMALL = INTRUDERS.slice(0, -2);

type Container = Record<string, unknown> | unknown[];

function mutated(log: Record<string, unknown>, random: () => number): JsonObject {
	for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
		const places = placesIn(log);
		const [container, key] = pick(places, random);
		const [other, otherKey] = pick(places, random);
		const kind = random();
		if (kind < 0.2) remove(container, key);
		else if (kind < 0.3) put(container, key, get(other, otherKey), random);
		else if (kind < 0.4) put(container, key, [get(container, key)], random);
		else put(container, key, JSON.parse(pick(random() < 0.002 ? INTRUDERS : SMALL, random)), random);
	}
	return log;
}

/** Every member and element of an event, down to a depth that Okta's own events have. */
function placesIn(container: Container, depth = 0): [Container, string][] {
	return Object.entries(container).flatMap(([key, value]) => [
		[container, key] as [Container, string],
		...(typeof value === "object" && value !== null && depth < 6
			? placesIn(value as Container, depth + 1).slice(0, 200)
			: []),
	]);
}

function get(container: Container, key: string): unknown {
	return Array.isArray(container) ? container[Number(key)] : container[key];
}

function put(container: Container, key: string, value: unknown, random: () => number): void {
	// A copy, so that no object comes to hold itself, which JSON cannot.
	const copy = typeof value === "object" && value !== null ? JSON.parse(jsonText(value)) : value;
	if (Array.isArray(container)) container[Number(key)] = copy;
	else Object.defineProperty(container, random() < 0.02 ? "__proto__" : key, { value: copy, ...PLAIN });
}

const PLAIN = { enumerable: true, configurable: true, writable: true };

function remove(container: Container, key: string): void {
	if (Array.isArray(container)) container.splice(Number(key), 1);
	else delete container[key];
}

function pick<T>(from: readonly T[], random: () => number): T {
	return from[Math.floor(random() * from.length)] as T;
}

/** A small generator of random numbers that a seed repeats. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
