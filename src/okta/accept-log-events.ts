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

/**
 * Sorts what should be LogEvents. One bad event takes no other down. Accepted events are the given objects themselves,
 * not copies. `place` is where the list stands, for the reasons: `data.events`.
 */
export function acceptLogEvents(values: readonly unknown[], place: string): AcceptedLogEvents {
	const events: LogEvent[] = [];
	const rejected: RejectedLogEvent[] = [];
	for (let index = 0; index < values.length; index++) {
		const value = values[index];
		const faults = faultsOf(value);
		if (faults.length === 0) events.push(value as LogEvent);
		else
			rejected.push({ reason: faults.map((fault) => `${place}[${index}]${fault}`).join("; "), text: jsonText(value) });
	}
	return { events, rejected };
}

const NO_FAULTS: readonly string[] = [];

/**
 * What is wrong with a value, each beginning where it stands in it: `.uuid: must not be empty`. Only what the receiver
 * itself cannot do without is looked at; everything else may be missing, null, or of another type. Written out and not a
 * schema, because every event passes here.
 */
function faultsOf(value: unknown): readonly string[] {
	if (!isJsonObject(value)) return [`: ${typeFault(value, "object")}`];
	const uuid = uuidFault(value.uuid);
	const eventType = nameFault(value.eventType);
	const published = nameFault(value.published);
	if (uuid === undefined && eventType === undefined && published === undefined) return NO_FAULTS;
	const faults = Object.entries({ uuid, eventType, published });
	return faults.flatMap(([member, fault]) => (fault === undefined ? [] : [`.${member}: ${fault}`]));
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
