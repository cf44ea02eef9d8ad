import * as z from "zod/mini";
import { PRIORITIES, parsePriority } from "../falco/priority.ts";
import { lazily } from "../lazily.ts";
import "../okta/zod-messages.ts";
import { ALERT_STATES, type AlertFilter, type Place } from "../org/ledger.ts";
import { Refusal } from "./refusal.ts";

/** What a list is asked for. */
export interface ListQuery {
	readonly filter: AlertFilter;
	readonly limit: number;
	readonly from: Place | undefined;
}

const LIMIT_MAX = 200;

/** What may be asked. */
const schemas = lazily(() => {
	const limit = z._default(
		z.coerce.number("is not a number").check(z.int("is not a whole number"), z.minimum(1), z.maximum(LIMIT_MAX)),
		50,
	);

	/** A moment as far as it is given: `2026-03`, `2026-03-02T09:15:30Z`. Falco's times sort as text does. */
	const moment = z
		.string()
		.check(
			z.regex(
				/^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{1,9})?)?)?Z?)?)?)?$/,
				"is not a time such as 2026-03-02T09:15:30Z",
			),
		);

	/** The least urgent that is wanted, as rules write it. */
	const priority = z.pipe(
		z.string().check(z.refine((name) => parsePriority(name) !== undefined, `is none of ${PRIORITIES.join(", ")}`)),
		z.transform(parsePriority),
	);

	const list = z.strictObject({
		/** Names with commas between them. */
		state: z._default(
			z.pipe(
				z.pipe(
					z.string(),
					z.transform((names) => names.split(",")),
				),
				z.array(z.enum(ALERT_STATES, `is none of ${ALERT_STATES.join(", ")}`)),
			),
			[...ALERT_STATES],
		),
		rule: z.optional(z.string()),
		actor: z.optional(z.string()),
		priority: z.optional(priority),
		since: z.optional(moment),
		until: z.optional(moment),
		limit,
		cursor: z.optional(z.string()),
	});

	const place = z.discriminatedUnion("table", [
		z.strictObject({ table: z.literal("pending"), level: z.number(), time: z.string(), id: z.string() }),
		z.strictObject({ table: z.enum(["dead", "suppressed", "resolved", "delivered"]), at: z.number(), id: z.string() }),
	]);

	const setAsides = z.strictObject({
		limit,
		before: z.optional(z.coerce.number("is not a number").check(z.int(), z.minimum(1))),
	});

	/** How many events may be asked about at a time, and how long a uuid can be (src/okta/accept-log-events.ts). */
	const seen = z.object({
		uuids: z.array(z.string().check(z.minLength(1), z.maxLength(255))).check(z.maxLength(1_000)),
	});

	return { list, place, setAsides, seen };
});

/** Reads the query of `/admin/alerts`. Throws a `Refusal` that names what is wrong with it. */
export function listQuery(query: Readonly<Record<string, string>>): ListQuery {
	const { state, limit, cursor, ...filter } = read(schemas().list, query);
	return { filter: { states: state, ...filter }, limit, from: cursor === undefined ? undefined : placeOf(cursor) };
}

/** Reads the query of `/admin/rejected`. */
export function setAsideQuery(query: Readonly<Record<string, string>>): { limit: number; before?: number | undefined } {
	return read(schemas().setAsides, query);
}

/** Reads the body of `/admin/seen`. Throws a `Refusal` that names what is wrong with it. */
export function uuidsOf(body: unknown): readonly string[] {
	return read(schemas().seen, body).uuids;
}

/** A place as one word that fits into a query. */
export function cursorOf(place: Place | null): string | null {
	if (place === null) return null;
	const bytes = new TextEncoder().encode(JSON.stringify(place));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

function placeOf(cursor: string): Place {
	try {
		const bytes = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
		const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
		return schemas().place.parse(JSON.parse(text));
	} catch {
		throw new Refusal(400, "cursor: is none that a list gave");
	}
}

function read<Output>(schema: z.ZodMiniType<Output>, query: unknown): Output {
	const result = schema.safeParse(query);
	if (result.success) return result.data;
	throw new Refusal(
		400,
		result.error.issues.map(({ path, message }) => [...path.slice(0, 1), message].join(": ")).join("; "),
	);
}
