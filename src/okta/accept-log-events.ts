import type * as z from "zod";
import { isJsonObject, jsonText, type LogEvent } from "./log-event.ts";
import { typeFault } from "./type-fault.ts";

/** Events sorted into those that can be evaluated and those that cannot. */
export interface AcceptedLogEvents {
	readonly events: readonly LogEvent[];
	readonly rejected: readonly RejectedLogEvent[];
}

export interface RejectedLogEvent {
	/** What is wrong, and where: `data.events[2].uuid: expected string, received null`. */
	readonly reason: string;
	/** The event as JSON text. */
	readonly text: string;
}

/** Longest of these texts, in characters. Okta's eventType may have 255, its uuid has 36; they become keys of tables. */
const NAME_MAX = 255;

/** What is wrong with a value; undefined when nothing is. */
type Check = (value: unknown) => string | undefined;

/**
 * What the receiver itself cannot do without. Everything else may be missing, null, or of another type. Written out and
 * not a schema, because every event passes here.
 */
const CHECKS: readonly (readonly [member: string, check: Check])[] = [
	["uuid", uuidFault],
	["eventType", nameFault],
	["published", nameFault],
];

/** Okta's events nest eight levels or so. Code further on may recurse into an event, so its depth has to have an end. */
export const DEPTH_MAX = 200;

/**
 * Sorts what should be LogEvents. One bad event takes no other down. Accepted events are the given objects themselves,
 * not copies. `place` is where the list stands, for the reasons: `data.events`. `shallow`: the caller knows that none
 * nests deeper than `DEPTH_MAX`.
 */
export function acceptLogEvents(
	values: readonly unknown[],
	place: string,
	{ shallow = false }: { readonly shallow?: boolean } = {},
): AcceptedLogEvents {
	const events: LogEvent[] = [];
	const rejected: RejectedLogEvent[] = [];
	for (const [index, value] of values.entries()) {
		const faults = faultsOf(value, shallow);
		if (faults.length === 0) events.push(value as LogEvent);
		else
			rejected.push({ reason: faults.map((fault) => `${place}[${index}]${fault}`).join("; "), text: jsonText(value) });
	}
	return { events, rejected };
}

const NO_FAULTS: readonly string[] = [];

/** What is wrong with a value, each beginning where it stands in it: `.uuid: must not be empty`. */
function faultsOf(value: unknown, shallow: boolean): readonly string[] {
	if (!isJsonObject(value)) return [`: ${typeFault(value, "object")}`];
	let faults = NO_FAULTS;
	for (const [member, check] of CHECKS) {
		const fault = check(value[member]);
		if (fault !== undefined) faults = [...faults, `.${member}: ${fault}`];
	}
	if (faults.length > 0 || shallow || !nestsDeeperThan(DEPTH_MAX, value)) return faults;
	return [`: nests deeper than ${DEPTH_MAX} levels`];
}

function nameFault(value: unknown): string | undefined {
	if (typeof value !== "string") return typeFault(value, "string");
	return value.length > NAME_MAX ? `must not have more than ${NAME_MAX} characters` : undefined;
}

function uuidFault(value: unknown): string | undefined {
	if (value === "") return "must not be empty";
	// SQLite keeps text as UTF-8, and would give half a character back as another.
	if (typeof value === "string" && !value.isWellFormed()) return "must not have half a character in it";
	return nameFault(value);
}

function nestsDeeperThan(levels: number, value: object): boolean {
	if (levels === 0) return true;
	for (const child of Object.values(value)) {
		if (typeof child === "object" && child !== null && nestsDeeperThan(levels - 1, child)) return true;
	}
	return false;
}

/** What a schema found wrong, each with its place: `data.events: expected array, received null`. */
export function issuesOf(error: z.ZodError, place: string): string {
	return error.issues
		.map(({ path, message }) => {
			const where = [place, ...path.map(String)].filter(Boolean).join(".");
			return where === "" ? readable(message) : `${where}: ${readable(message)}`;
		})
		.join("; ");
}

function readable(message: string): string {
	return message
		.replace(/^Invalid input: /, "")
		.replace(/^Too small: .*/, "must not be empty")
		.replace(/^Too big: .*/, `must not have more than ${NAME_MAX} characters`)
		.replace(/, received undefined$/, ", but it is missing");
}
