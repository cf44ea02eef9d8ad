import * as z from "zod";
import { jsonText, type LogEvent } from "./log-event.ts";

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

/** What the receiver itself cannot do without. Everything else may be missing, null, or of another type. */
const LOG_EVENT = z.object({
	uuid: z
		.string()
		.min(1)
		.max(NAME_MAX)
		// SQLite keeps text as UTF-8, and would give half a character back as another.
		.refine((uuid) => uuid.isWellFormed(), "must not have half a character in it"),
	eventType: z.string().max(NAME_MAX),
	published: z.string().max(NAME_MAX),
});

/** Okta's events nest eight levels or so. Code further on may recurse into an event, so its depth has to have an end. */
const DEPTH_MAX = 200;

/**
 * Sorts what should be LogEvents. One bad event takes no other down. Accepted events are the given objects themselves,
 * not copies. `place` is where the list stands, for the reasons: `data.events`.
 */
export function acceptLogEvents(values: readonly unknown[], place: string): AcceptedLogEvents {
	const events: LogEvent[] = [];
	const rejected: RejectedLogEvent[] = [];
	for (const [index, value] of values.entries()) {
		const reason = reasonToReject(value, `${place}[${index}]`);
		if (reason === undefined) events.push(value as LogEvent);
		else rejected.push({ reason, text: jsonText(value) });
	}
	return { events, rejected };
}

function reasonToReject(value: unknown, place: string): string | undefined {
	const checked = LOG_EVENT.safeParse(value);
	if (!checked.success) return issuesOf(checked.error, place);
	return nestsDeeperThan(DEPTH_MAX, value) ? `${place}: nests deeper than ${DEPTH_MAX} levels` : undefined;
}

function nestsDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== "object" || value === null) return false;
	if (levels === 0) return true;
	for (const child of Object.values(value)) if (nestsDeeperThan(levels - 1, child)) return true;
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
